import { sql } from 'drizzle-orm';
import { hourOf } from '#shared/billing/period.ts';
import type { RunTrigger } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { findOpenRunId } from './find-open-run.ts';

export interface OpenedRun {
  runId: number;
  /** False when a run was open already: this is that one. */
  opened: boolean;
}

/**
 * Opens a run up to the last whole hour, or answers with the one that is open. At most one can be: the database
 * refuses a second, so any number of triggers at once come to the same run.
 */
export async function openRun(
  ctx: Context,
  input: { trigger: RunTrigger; requestedBy: string | null; retryOf?: number },
): Promise<OpenedRun> {
  const now = ctx.clock.now();
  const until = new Date(hourOf(Math.floor(now.getTime() / 1000)) * 1000);
  for (let attempt = 1; attempt <= 5; attempt++) {
    const { rows } = await ctx.db.execute<{ id: number }>(sql`
      INSERT INTO billing_runs (until, trigger, requested_by, status, opened_at, retry_of)
      VALUES (${until.toISOString()}, ${input.trigger}, ${input.requestedBy}, 'observing', ${now.toISOString()},
        ${input.retryOf ?? null})
      ON CONFLICT DO NOTHING RETURNING id`);
    if (rows[0]) return { runId: rows[0].id, opened: true };
    const openRunId = await findOpenRunId(ctx);
    // It may have closed between the two statements: then there is room for ours.
    if (openRunId !== null) return { runId: openRunId, opened: false };
  }
  throw new Error('A run opened and closed five times while this one was being opened');
}
