import { sql } from 'drizzle-orm';
import { formatMoney } from '#shared/billing/money.ts';
import type { Context } from '../../context.ts';
import { overdueSince } from '../schedules/overdue-since.ts';
import type { Sample } from './measures.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What the runs tell: how far behind, how the last went, what the last day brought. Reads the last day of runs. */
export async function loadRunSamples(ctx: Context): Promise<Sample[]> {
  const now = ctx.clock.now();
  const last = await lastClosedRun(ctx);
  return [
    ...(await lagSamples(ctx, { now, until: last?.until ?? null })),
    ...(last ? lastRunSamples(last) : []),
    ...(await lastDaySamples(ctx, now)),
    ...(await lookSamples(ctx)),
  ];
}

interface ClosedRun extends Record<string, unknown> {
  until: Date;
  status: 'done' | 'done_with_failures';
  opened_at: Date;
  closed_at: Date;
  charges: number;
  servers_seen: number;
  servers_billed: number;
  servers_set_aside: number;
}

async function lastClosedRun(ctx: Context): Promise<ClosedRun | null> {
  const { rows } = await ctx.db.execute<ClosedRun>(sql`
    SELECT until, status, opened_at, closed_at, charges, servers_seen, servers_billed, servers_set_aside
    FROM billing_runs WHERE status IN ('done', 'done_with_failures') ORDER BY id DESC LIMIT 1`);
  return rows[0] ?? null;
}

function lastRunSamples(run: ClosedRun): Sample[] {
  const servers = (outcome: string, value: number): Sample => ({
    name: 'billing_last_run_servers',
    labels: { outcome },
    value,
  });
  return [
    { name: 'billing_last_run_closed_timestamp_seconds', value: run.closed_at.getTime() / 1000 },
    {
      name: 'billing_last_run_duration_seconds',
      value: (run.closed_at.getTime() - run.opened_at.getTime()) / 1000,
    },
    { name: 'billing_last_run_failed', value: run.status === 'done' ? 0 : 1 },
    { name: 'billing_last_run_charges', value: run.charges },
    servers('seen', run.servers_seen),
    servers('billed', run.servers_billed),
    servers('set_aside', run.servers_set_aside),
  ];
}

/** The hour that just ended is due only now, so a run in its first minutes is already "one hour behind": as it is. */
async function lagSamples(
  ctx: Context,
  { now, until }: { now: Date; until: Date | null },
): Promise<Sample[]> {
  const { rows } = await ctx.db.execute<{ on_from: Date }>(
    sql`SELECT on_from FROM billing_switches WHERE on_until IS NULL LIMIT 1`,
  );
  const [on] = rows;
  if (!on) return [{ name: 'billing_enabled', value: 0 }];
  const overdue = await overdueSince(ctx);
  const wholeHour = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  const billedUntil = Math.max(until?.getTime() ?? 0, on.on_from.getTime());
  return [
    { name: 'billing_enabled', value: 1 },
    { name: 'billing_lag_seconds', value: Math.max(0, (wholeHour - billedUntil) / 1000) },
    {
      name: 'billing_run_overdue_seconds',
      value: overdue ? (now.getTime() - overdue.getTime()) / 1000 : 0,
    },
  ];
}

async function lastDaySamples(ctx: Context, now: Date): Promise<Sample[]> {
  const { rows } = await ctx.db.execute<{
    status: string;
    runs: number;
    charges: number;
    amount: bigint;
    open_since: Date | null;
  }>(sql`
    SELECT status, count(*)::int AS runs, sum(charges)::int AS charges, sum(amount_micros)::bigint AS amount,
      min(opened_at) FILTER (WHERE closed_at IS NULL) AS open_since
    FROM billing_runs WHERE opened_at > ${new Date(now.getTime() - DAY_MS).toISOString()}::timestamptz OR closed_at IS NULL
    GROUP BY status`);
  const amount = rows.reduce((sum, row) => sum + row.amount, 0n);
  return [
    ...rows.flatMap(({ status, runs, open_since: since }): Sample[] => [
      { name: 'billing_runs_last_day', labels: { status }, value: runs },
      ...(since
        ? [
            {
              name: 'billing_open_run_seconds' as const,
              labels: { status },
              value: (now.getTime() - since.getTime()) / 1000,
            },
          ]
        : []),
    ]),
    { name: 'billing_charges_last_day', value: rows.reduce((sum, row) => sum + row.charges, 0) },
    // Prometheus has no other number than a double: it is for a chart, and the reports have the exact one.
    { name: 'billing_amount_last_day', value: Number(formatMoney(amount)) },
  ];
}

async function lookSamples(ctx: Context): Promise<Sample[]> {
  const { rows } = await ctx.db.execute<{ at: Date | null }>(
    sql`SELECT max(started_at) AS at FROM sweeps WHERE complete`,
  );
  const at = rows[0]?.at;
  return at ? [{ name: 'billing_last_good_look_timestamp_seconds', value: at.getTime() / 1000 }] : [];
}
