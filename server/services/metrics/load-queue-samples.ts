import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Sample } from './measures.ts';

/** More jobs than that are counted as so many: a scrape reads no more of a queue that ran away. */
const MOST_JOBS = 100_000;

/** How much waits, and how long: jobs by the database's clock, which is theirs, and messages of the outbox. */
export async function loadQueueSamples(ctx: Context): Promise<Sample[]> {
  return [...(await jobSamples(ctx)), ...(await outboxSamples(ctx))];
}

async function jobSamples(ctx: Context): Promise<Sample[]> {
  const { rows } = await ctx.db.execute<{ task: string; state: string; jobs: number; waited: number }>(sql`
    SELECT task, state, count(*)::int AS jobs, max(waited)::float8 AS waited FROM (
      SELECT task_identifier AS task, extract(epoch FROM now() - run_at) AS waited,
        CASE WHEN locked_at IS NOT NULL THEN 'running' WHEN attempts >= max_attempts THEN 'given_up'
          WHEN run_at <= now() THEN 'due' ELSE 'later' END AS state
      FROM graphile_worker.jobs LIMIT ${MOST_JOBS}
    ) job GROUP BY task, state`);
  const due = rows.filter(({ state }) => state === 'due').map(({ waited }) => waited);
  return [
    ...rows.map(
      ({ task, state, jobs }): Sample => ({
        name: 'billing_queue_jobs',
        labels: { task, state },
        value: jobs,
      }),
    ),
    { name: 'billing_queue_oldest_due_seconds', value: Math.max(0, ...due) },
  ];
}

async function outboxSamples(ctx: Context): Promise<Sample[]> {
  const now = ctx.clock.now().toISOString();
  const { rows } = await ctx.db.execute<{ due: number; later: number; waited: number | null }>(sql`
    SELECT count(*) FILTER (WHERE next_attempt_at <= at)::int AS due,
      count(*) FILTER (WHERE next_attempt_at > at)::int AS later,
      extract(epoch FROM at - min(next_attempt_at) FILTER (WHERE next_attempt_at <= at))::float8 AS waited
    FROM (SELECT ${now}::timestamptz AS at, next_attempt_at FROM notice_deliveries WHERE state = 'waiting'
      LIMIT ${MOST_JOBS}) waiting GROUP BY at`);
  const [waiting] = rows;
  return [
    { name: 'billing_outbox_messages', labels: { state: 'due' }, value: waiting?.due ?? 0 },
    { name: 'billing_outbox_messages', labels: { state: 'later' }, value: waiting?.later ?? 0 },
    { name: 'billing_outbox_oldest_due_seconds', value: waiting?.waited ?? 0 },
  ];
}
