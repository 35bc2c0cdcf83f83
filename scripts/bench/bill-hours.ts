import { sql } from 'drizzle-orm';
import { HOUR, type Instant, type Period } from '#shared/billing/period.ts';
import type { Context } from '../../server/context.ts';
import { openBatches } from '../../server/services/billing/open-batches.ts';
import { openRun } from '../../server/services/billing/open-run.ts';
import type { WorkerFigures } from './messages.ts';
import type { OpenedContext } from './open-context.ts';
import type { Workers } from './workers.ts';

/** One run as measured. */
export interface BilledHours {
  runId: number;
  seconds: number;
  statements: number;
  walBytes: number;
  /** What the table of charges and its index grew by. */
  chargeBytes: number;
  charges: number;
  workers: WorkerFigures[];
}

/** A run of the product's own from its opening to its closing, the look at the panel given. @throws Error if it stays open */
export async function billHours(
  { ctx, clock }: OpenedContext,
  {
    period,
    servers,
    workers,
    statements,
  }: { period: Period; servers: number; workers: Workers; statements: () => number },
): Promise<BilledHours> {
  const now = new Date((period.until + 120) * 1000);
  clock.set(now);
  await ctx.db.execute(sql`CHECKPOINT`);
  const before = await weigh(ctx);
  const counted = statements();
  const begun = performance.now();
  const { runId } = await openRun(ctx, { trigger: 'schedule', requestedBy: null });
  const observation = {
    until: new Date(period.until * 1000),
    sweepId: null,
    serversSeen: servers,
    notSeen: null,
    panelSkewMs: 0,
  };
  await openBatches(ctx, runId, observation);
  const figures = await workers.bill({ runId, now });
  const seconds = (performance.now() - begun) / 1000;
  const ownStatements = statements() - counted;
  const after = await weigh(ctx);
  return {
    runId,
    seconds,
    statements: figures.reduce((sum, worker) => sum + worker.statements, ownStatements),
    walBytes: after.wal - before.wal,
    chargeBytes: after.charges - before.charges,
    charges: await chargesOfClosed(ctx, runId),
    workers: figures,
  };
}

/** The next hours to bill, after those already billed. */
export function periodAfter(start: Instant, { hours, index }: { hours: number; index: number }): Period {
  const from = start + index * hours * HOUR;
  return { from, until: from + hours * HOUR };
}

async function weigh(ctx: Context): Promise<{ wal: number; charges: number }> {
  const { rows } = await ctx.db.execute<{ wal: number; charges: number }>(sql`
    SELECT (pg_current_wal_insert_lsn() - '0/0')::float8 AS wal, (SELECT coalesce(sum(pg_total_relation_size(relid)), 0)::float8
      FROM pg_partition_tree('hourly_charges') WHERE isleaf) AS charges`);
  const row = rows[0];
  if (!row) throw new Error('a select without a from has one row');
  return row;
}

async function chargesOfClosed(ctx: Context, runId: number): Promise<number> {
  const { rows } = await ctx.db.execute<{ status: string; charges: number }>(
    sql`SELECT status, charges FROM billing_runs WHERE id = ${runId}`,
  );
  const run = rows[0];
  if (run?.status !== 'done') throw new Error(`Run ${runId} ended as ${run?.status}, not as done.`);
  return run.charges;
}
