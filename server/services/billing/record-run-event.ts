import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';

/** A run that fails on every server it has would fill the table: what comes after so many is counted, not told. */
const MOST_EVENTS = 500;

export interface RunEvent {
  runId: number;
  level: 'info' | 'warn';
  /** A sentence for the page of the run. */
  message: string;
}

/** Notes what happened in a run and no other row remembers, in the caller's transaction if there is one. */
export async function recordRunEvent(ctx: Context, { runId, level, message }: RunEvent): Promise<void> {
  await ctx.db.execute(sql`
    INSERT INTO run_events (run_id, at, level, message, instance)
    SELECT ${runId}, ${ctx.clock.now().toISOString()}, ${level}, ${message.slice(0, 1000)}, ${ctx.instance}
    WHERE (SELECT count(*) FROM run_events WHERE run_id = ${runId}) < ${MOST_EVENTS}`);
}
