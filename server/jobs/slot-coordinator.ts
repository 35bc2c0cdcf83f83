import { eq } from 'drizzle-orm';
import type { RunCoordinator } from 'node-cron';
import { cronSlots } from '#shared/schema/index.ts';
import type { Context } from '../context.ts';

/**
 * node-cron's run coordinator: every instance asks for the slot of a tick, by its key (task name and fire time);
 * whoever inserts it runs it. Losing that one right after costs nothing: the watchdog looks at the hours, not at
 * the slots. If the database is away nobody runs, and the watchdog catches up.
 */
export function slotCoordinator(ctx: Context, job: string): RunCoordinator {
  return {
    shouldRun: async (key) => {
      const claimed = await ctx.db
        .insert(cronSlots)
        .values({ key, job, claimedAt: ctx.clock.now(), claimedBy: ctx.instance })
        .onConflictDoNothing()
        .returning({ key: cronSlots.key });
      return claimed.length > 0;
    },
  };
}

/** The key node-cron gives the slot of a named task. */
export function slotKey(job: string, at: Date): string {
  return `${job}:${at.toISOString()}`;
}

/** What came of a slot: nothing to say, why it failed, or why nothing was started. */
export interface SlotOutcome {
  failure?: string;
  heldBack?: 'paused' | 'blackout';
}

/** Notes that what a slot started is over. */
export async function finishSlot(ctx: Context, key: string, outcome: SlotOutcome): Promise<void> {
  await ctx.db
    .update(cronSlots)
    .set({ finishedAt: ctx.clock.now(), failure: outcome.failure, heldBack: outcome.heldBack })
    .where(eq(cronSlots.key, key));
}
