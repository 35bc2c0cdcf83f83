import { sql } from 'drizzle-orm';
import type { Context } from '../../../context.ts';
import type { FailureFacts } from '../detectors/repeated-failures.ts';

const RUNS_LOOKED_AT = 24;
const MOST = 20;

interface ServerRow extends Record<string, unknown> {
  id: number;
  name: string;
  runs: number;
  last_run: number;
  detail: string | null;
}

interface JobRow extends Record<string, unknown> {
  task: string;
  jobs: number;
  error: string | null;
}

/** Servers that fail run after run, and jobs that used up their tries. */
export async function loadFailures(ctx: Context): Promise<FailureFacts> {
  const { rows: servers } = await ctx.db.execute<ServerRow>(sql`
    SELECT s.id, s.name, count(*)::int AS runs, max(a.run_id) AS last_run,
      (array_agg(a.detail ORDER BY a.run_id DESC))[1] AS detail
    FROM run_set_asides a JOIN server_meters m ON m.server_id = a.server_id AND m.set_aside_reason = 'failed'
      JOIN servers s ON s.id = a.server_id
    WHERE a.reason = 'failed' AND a.run_id > (SELECT max(id) - ${RUNS_LOOKED_AT} FROM billing_runs)
    GROUP BY s.id, s.name ORDER BY count(*) DESC, s.id LIMIT ${MOST}`);
  const { rows: jobs } = await ctx.db.execute<JobRow>(sql`
    SELECT task_identifier AS task, count(*)::int AS jobs, left(min(last_error), 200) AS error
    FROM graphile_worker.jobs WHERE attempts >= max_attempts AND locked_at IS NULL
    GROUP BY task_identifier ORDER BY task_identifier LIMIT ${MOST}`);
  return {
    servers: servers.map(({ id, name, runs, last_run, detail }) => ({
      id,
      name,
      runs,
      lastRunId: last_run,
      detail,
    })),
    jobs: jobs.map(({ task, jobs: count, error }) => ({ task, jobs: count, error })),
  };
}
