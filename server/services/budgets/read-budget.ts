import { sql } from 'drizzle-orm';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Micros } from '#shared/billing/money.ts';
import type { Context } from '../../context.ts';
import { customerOf } from '../customer-links/customer-of.ts';
import { chargedMonths } from '../roll-ups/charged-totals.ts';
import { monthStart } from '../roll-ups/month-start.ts';
import { termsInForce } from '../settings/terms-in-force.ts';
import { findBudget } from './find-budget.ts';

export type Budget = OutputOf<typeof api.budgets.get>;

/** The customer's own budget, what is spent of it, and what became of it this month. */
export async function readBudget(ctx: Context): Promise<Budget> {
  const customerId = customerOf(ctx);
  const now = ctx.clock.now();
  const month = monthStart(now);
  const saved = await findBudget(ctx, customerId);
  return {
    budget: saved?.monthlyMicros
      ? {
          monthly: saved.monthlyMicros,
          alertPercents: saved.alertPercents,
          hardLimit: saved.hardLimit,
          stopOrder: saved.stopOrder,
        }
      : null,
    version: saved?.version ?? 0,
    month,
    spent: await spentBy(ctx, customerId, month),
    passed: await passedIn(ctx, customerId, month),
    stops: await stopsIn(ctx, customerId, month),
    stoppedPercent: (await termsInForce(ctx, now)).stoppedPercent,
  };
}

async function spentBy(ctx: Context, customerId: number, month: Date): Promise<Micros> {
  const { rows } = await ctx.db.execute<{ spent: Micros }>(sql`
    SELECT coalesce(sum(amount_micros), 0)::bigint AS spent FROM ${chargedMonths([month], customerId)} c`);
  return rows[0]?.spent ?? 0n;
}

async function passedIn(ctx: Context, customerId: number, month: Date): Promise<Budget['passed']> {
  const { rows } = await ctx.db.execute<{ level: number; at: Date }>(sql`
    SELECT level, max(created_at) AS at FROM budget_crossings
    WHERE customer_id = ${customerId} AND month = ${month.toISOString()}::timestamptz GROUP BY level ORDER BY level`);
  return rows.map(({ level, at }) => ({ level, at }));
}

interface StopRow extends Record<string, unknown> {
  server_id: number;
  name: string;
  wanted: 'off' | 'on';
  status: 'open' | 'done' | 'dropped';
  created_at: Date;
  ended_at: Date | null;
}

async function stopsIn(ctx: Context, customerId: number, month: Date): Promise<Budget['stops']> {
  const { rows } = await ctx.db.execute<StopRow>(sql`
    SELECT * FROM (
      SELECT DISTINCT ON (w.server_id) w.server_id, s.name, w.wanted, w.status, w.created_at, w.ended_at, w.place
      FROM power_wishes w JOIN servers s ON s.id = w.server_id
      WHERE w.customer_id = ${customerId} AND w.month = ${month.toISOString()}::timestamptz
      ORDER BY w.server_id, w.id DESC) latest ORDER BY place, server_id`);
  return rows.map((row) => ({
    serverId: row.server_id,
    serverName: row.name,
    status: statusOf(row),
    wantedAt: row.created_at,
    endedAt: row.ended_at,
  }));
}

function statusOf({ wanted, status }: StopRow): Budget['stops'][number]['status'] {
  if (status === 'dropped') return 'dropped';
  if (wanted === 'off') return status === 'open' ? 'stopping' : 'off';
  return status === 'open' ? 'starting' : 'started';
}
