import { z } from 'zod';
import { currencyBody, hourlyStatsBody, reportBody, usageBody } from '../../wire/self-service.ts';
import { monthStart } from '../../wire/times.ts';
import type { Instant } from '../../world/entities.ts';
import { bodyOf, type Call, idParam, manyOf, numeric, type Route, relatedUser } from '../call.ts';
import { listOf } from '../page.ts';
import { created, data, invalid, noContent, Refusal, type Reply, refused } from '../reply.ts';

const byUser = 'byUserExtRelationId/:ext';

export const selfServiceRoutes: Route[] = [
  { method: 'POST', path: `/selfService/credit/${byUser}`, handle: postCredit },
  { method: 'DELETE', path: '/selfService/credit/:creditId', handle: cancelCredit },
  { method: 'GET', path: `/selfService/hourlyStats/${byUser}`, handle: readHourlyStats },
  { method: 'GET', path: `/selfService/usage/${byUser}`, handle: readUsage },
  { method: 'GET', path: `/selfService/report/${byUser}`, handle: readReport },
  { method: 'GET', path: '/selfService/currencies', handle: listCurrencies },
  { method: 'PUT', path: `/selfService/access/${byUser}`, handle: setAccess },
];

/** Digits in a string pass Laravel's `integer`; 64 bits do not fit a JavaScript number, so text is kept. */
const reference = z.union([z.int(), z.string().regex(/^\d{1,19}$/)]).nullable();

const credit = z.object({
  tokens: numeric.refine((tokens) => Math.abs(tokens) < 1e15, 'The tokens field must be a number.'),
  reference_1: reference.optional(),
  reference_2: z.string().max(1000).nullable().optional(),
});

/** Posts once per call: whoever repeats it after a lost answer charges twice. */
function postCredit(call: Call): Reply {
  const { world } = call;
  const user = relatedUser(call);
  const asked = bodyOf(call, credit);
  if (asked.tokens < 0 && world.behaviour.refuseNegativeCredit) {
    return invalid({ tokens: ['The tokens field must be at least 0.'] });
  }
  const reference_1 = asked.reference_1 == null ? null : String(asked.reference_1);
  const entry = world.credits.post(user.id, asked.tokens, {
    at: world.now(),
    reference_1,
    reference_2: asked.reference_2 ?? null,
  });
  return created({ id: entry.id });
}

function cancelCredit(call: Call): Reply {
  const { world } = call;
  const entry = world.credits.find(idParam(call, 'creditId'));
  if (!entry) return refused(404, 'Credit not found');
  const cancelled = world.credits.cancel(entry, world.now());
  return cancelled || world.behaviour.cancelTwice === 204 ? noContent() : refused(404, 'Credit not found');
}

function readHourlyStats(call: Call): Reply {
  const user = relatedUser(call);
  return data(hourlyStatsBody(call.world, user, periodsOf(call)[0] ?? monthStart(call.world.now())));
}

function readUsage(call: Call): Reply {
  const user = relatedUser(call);
  const periods = periodsOf(call);
  return data(usageBody(call.world, user, periods.length > 0 ? periods : [monthStart(call.world.now())]));
}

function readReport(call: Call): Reply {
  relatedUser(call);
  const monthsBack = Number(call.query.period ?? 0);
  if (!Number.isInteger(monthsBack) || monthsBack < 0 || monthsBack > 24) {
    return invalid({ period: ['The period must be between 0 and 24.'] });
  }
  return data(reportBody(monthStart(call.world.now(), -monthsBack), monthsBack));
}

function setAccess(call: Call): Reply {
  relatedUser(call);
  bodyOf(call, z.object({ syncToProfiles: z.boolean() }));
  return noContent();
}

function listCurrencies(call: Call): Reply {
  return listOf(call, call.world.currencies.all(), currencyBody);
}

function periodsOf(call: Call): Instant[] {
  return manyOf(call.query.period).map((text) => {
    const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
    if (Number.isNaN(at))
      throw new Refusal(invalid({ period: ['The period does not match the format Y-m-d.'] }));
    return at;
  });
}
