import { desc, isNull } from 'drizzle-orm';
import { billingRuns, billingSwitches } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { checkSchedule } from '../settings/check-schedule.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';
import { schedulesOf } from '../settings/schedules-of.ts';
import { type HoldRules, holdAt } from './hold.ts';
import { loadHoldRules } from './load-hold-rules.ts';
import { LATE_MS, overdueSlot } from './overdue-slot.ts';

/** Since when a run of hourly billing is due that has not come; null while all is well, held back, or switched off. */
export async function overdueSince(ctx: Context): Promise<Date | null> {
  const { row } = await readBillingSettings(ctx);
  if (!row.cronEnabled) return null;
  const now = ctx.clock.now();
  if (heldLately(await loadHoldRules(ctx, 'hourly-billing'), now)) return null;
  const { timezone } = row;
  const schedules = schedulesOf(row).filter((schedule) => checkSchedule(schedule, timezone, now).valid);
  return overdueSlot({ schedules, timezone }, { since: await dueSince(ctx, now), now });
}

/** Held back now or a moment ago: then what is due is not late yet. */
function heldLately(rules: HoldRules, now: Date): boolean {
  return [now, new Date(now.getTime() - LATE_MS)].some((at) => holdAt(rules, at) !== null);
}

/** The last run, or the switch where there was none since. */
async function dueSince(ctx: Context, now: Date): Promise<Date> {
  const [open] = await ctx.db
    .select({ at: billingSwitches.onFrom })
    .from(billingSwitches)
    .where(isNull(billingSwitches.onUntil))
    .limit(1);
  const [run] = await ctx.db
    .select({ at: billingRuns.openedAt })
    .from(billingRuns)
    .orderBy(desc(billingRuns.id))
    .limit(1);
  const on = open?.at ?? now;
  return run && run.at > on ? run.at : on;
}
