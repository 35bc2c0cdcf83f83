import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';

/** What a process says of itself. */
export interface ProcessReport {
  version: string;
  /** Whether its worker takes jobs; null without that role. */
  workerAlive: boolean | null;
  /** Its counters; null where nobody may read them. */
  metrics: unknown;
}

/** One that was silent for so long is gone: killed, or its machine with it. */
const FORGOTTEN_AFTER_HOURS = 24;

/** Says that this process is at work, and what it counted. Safe to repeat: it is its one row, moved on. */
export async function reportProcess(
  ctx: Context,
  { version, workerAlive, metrics }: ProcessReport,
): Promise<void> {
  const roles = [...ctx.env.roles];
  const told = metrics === null ? null : JSON.stringify(metrics);
  await ctx.db.execute(sql`
    INSERT INTO processes (instance, roles, version, started_at, seen_at, worker_down_since, metrics)
    VALUES (${ctx.instance}, ${sql.param(roles)}::text[], ${version}, now(), now(),
      CASE WHEN ${workerAlive === false}::boolean THEN now() END, ${told}::jsonb)
    ON CONFLICT (instance) DO UPDATE SET seen_at = excluded.seen_at, metrics = excluded.metrics,
      worker_down_since = CASE WHEN excluded.worker_down_since IS NULL THEN NULL
        ELSE coalesce(processes.worker_down_since, excluded.worker_down_since) END`);
}

/** Takes its row away, as it leaves, and the rows of those that left without a word long ago. */
export async function forgetProcess(ctx: Context): Promise<void> {
  await ctx.db.execute(sql`
    DELETE FROM processes WHERE instance = ${ctx.instance}
      OR seen_at < now() - ${FORGOTTEN_AFTER_HOURS}::int * interval '1 hour'`);
}
