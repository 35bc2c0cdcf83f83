import type { z } from 'zod';
import type { IntegrationClock } from '../http-client.ts';
import type { Caller } from './caller.ts';
import type { Answer } from './judge-reply.ts';
import { connectReply, currenciesReply, packagesReply, totalReply } from './replies.ts';
import { type Outcome, VirtFusionError } from './virtfusion-error.ts';

export type ProbePermission = 'connect' | 'servers' | 'packages' | 'currencies';

export interface ProbeCheck {
  permission: ProbePermission;
  ok: boolean;
  outcome: Outcome;
  /** A sentence for the admin. */
  detail: string;
}

export interface Probe {
  /** Always all four, in the order of the type. */
  checks: ProbeCheck[];
  /** Seconds by which the panel's clock is ahead of ours, negative if behind; null if it sent no `Date`. */
  clockSkewSeconds: number | null;
  /** A hint: VirtFusion tells its version nowhere. */
  version: '7.1 or newer' | '7.0 or older' | 'unknown';
}

/** Asks each thing once, without repeating, and reports each by itself. @throws nothing of the panel's doing */
export async function probePanel(caller: Caller, clock: IntegrationClock): Promise<Probe> {
  const seen: Seen = { skews: [], replied: false };
  const ask = <T>(
    permission: ProbePermission,
    path: string,
    reply: z.ZodType<T>,
    say: (value: T) => string,
  ) => check(caller, clock, { permission, path, reply, say, seen });
  const connect = await ask('connect', '/connect', connectReply, () => 'the address and the token are right');
  if (!seen.replied) return unreached(connect);
  const [servers, packages, currencies, version] = await Promise.all([
    ask('servers', '/servers', totalReply, (total) => `may list servers: ${total}`),
    ask('packages', '/packages', packagesReply, (list) => `may list packages: ${list.length}`),
    ask(
      'currencies',
      '/selfService/currencies',
      currenciesReply,
      (list) => `may list currencies: ${list.length}`,
    ),
    versionOf(caller),
  ]);
  return {
    checks: [connect, servers, packages, currencies],
    clockSkewSeconds: seen.skews[0] ?? null,
    version,
  };
}

/** What the checks learn besides their answer. */
interface Seen {
  skews: number[];
  replied: boolean;
}

/** Nobody is there: asking three times more would only take three times as long. */
function unreached(connect: ProbeCheck): Probe {
  const others: ProbePermission[] = ['servers', 'packages', 'currencies'];
  const detail = 'not asked, because the panel could not be reached';
  const untried = others.map((permission): ProbeCheck => ({ ...connect, permission, detail }));
  return { checks: [connect, ...untried], clockSkewSeconds: null, version: 'unknown' };
}

async function check<T>(
  caller: Caller,
  clock: IntegrationClock,
  about: {
    permission: ProbePermission;
    path: string;
    reply: z.ZodType<T>;
    say: (value: T) => string;
    seen: Seen;
  },
): Promise<ProbeCheck> {
  const { permission, path, reply, say, seen } = about;
  const askedAt = clock.now().getTime();
  const query: [string, string][] = path === '/servers' ? [['results', '1']] : [];
  const note = (status: number | null, date: Date | null) => {
    if (status !== null) seen.replied = true;
    if (date !== null) seen.skews.push(skewSeconds(date, askedAt, clock.now().getTime()));
  };
  try {
    const answer: Answer<T> = await caller.call({
      method: 'GET',
      template: path,
      path,
      query,
      reply,
      tries: 1,
    });
    note(answer.status, answer.date);
    return { permission, ok: true, outcome: 'ok', detail: say(answer.value) };
  } catch (error) {
    if (!(error instanceof VirtFusionError)) throw error;
    note(error.status, error.date);
    return { permission, ok: false, outcome: error.outcome, detail: detailOf(error) };
  }
}

/** `Date` is cut to the second, so the panel's clock stood half a second later on average. */
function skewSeconds(date: Date, askedAt: number, answeredAt: number): number {
  const skew = Math.round((date.getTime() + 500 - (askedAt + answeredAt) / 2) / 1000);
  return skew === 0 ? 0 : skew; // never -0
}

const advice: Partial<Record<Outcome, string>> = {
  unauthorized: 'the token is missing, wrong or expired',
  forbidden: 'the token lacks this permission, or this address is not on its list',
  notFound: 'no such path: is the address right?',
  rateLimited: 'the token has used up its rate limit',
};

function detailOf(error: VirtFusionError): string {
  const status = error.status === null ? 'no answer' : `status ${error.status}`;
  return [advice[error.outcome] ?? status, ...error.errors].join('; ');
}

/** `/status` came with 7.1.0; it answers 503 when the panel is unwell, which still is an answer. */
async function versionOf(caller: Caller): Promise<Probe['version']> {
  try {
    await caller.call({ method: 'GET', template: '/status', path: '/status', reply: connectReply, tries: 1 });
    return '7.1 or newer';
  } catch (error) {
    if (!(error instanceof VirtFusionError)) throw error;
    if (error.status === 503) return '7.1 or newer';
    return error.status === 404 ? '7.0 or older' : 'unknown';
  }
}
