import { HOUR, hourOf, type Instant, type Period } from '#shared/billing/period.ts';
import type { Context } from '../../context.ts';
import { InvalidInputError } from '../../errors.ts';
import { checkSchedule } from '../settings/check-schedule.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';

/** The run that is looked ahead to; instants in epoch seconds. */
export interface PreviewMoment {
  now: Instant;
  at: Instant;
  /** The run's: the last whole hour that will have ended. */
  until: Instant;
  /** When billing is off: the time from now on, in which it is taken as switched on. */
  supposedOn: Period | null;
}

/** Two months: what lies further ahead nobody knows. */
const FURTHEST_AHEAD = 62 * 24 * HOUR;

/** When the run would be, and what it would find. @throws InvalidInputError for an instant too far ahead */
export async function previewMoment(ctx: Context, asked: 'now' | Date | undefined): Promise<PreviewMoment> {
  const now = Math.floor(ctx.clock.now().getTime() / 1000);
  const { row } = await readBillingSettings(ctx);
  const at = asked === 'now' ? now : asked ? Math.floor(asked.getTime() / 1000) : nextRun(ctx, row);
  if (at > now + FURTHEST_AHEAD) {
    throw new InvalidInputError('at', 'Choose an instant within the next two months');
  }
  const supposedOn = row.cronEnabled ? null : { from: now, until: Math.max(at, now) + HOUR };
  return { now, at, until: hourOf(at), supposedOn };
}

/** When the schedule fires next; the next whole hour, where the machine's clock and ours are not one. */
function nextRun(ctx: Context, { cronSchedule, timezone }: { cronSchedule: string; timezone: string }) {
  const now = ctx.clock.now();
  const next = checkSchedule(cronSchedule, timezone, now).nextRuns.find((run) => run > now);
  return next ? Math.floor(next.getTime() / 1000) : hourOf(now.getTime() / 1000) + HOUR;
}
