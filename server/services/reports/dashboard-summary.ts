import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { inState, listAlerts } from '../alerts/list-alerts.ts';
import { findRuns } from '../billing/run-rows.ts';
import { billedBetween } from './billed-between.ts';
import { findBilledUntil } from './billed-until.ts';
import { billingState, panelState } from './billing-health.ts';
import { type Comparison, dayToDate, monthToDate } from './comparable-hours.ts';
import { setAsideGroups } from './set-aside-groups.ts';
import { walletsRunningDry } from './wallets-running-dry.ts';

type Dashboard = OutputOf<typeof api.dashboard.get>;

const RUNS_SHOWN = 6;
const ALERTS_SHOWN = 5;

/** The figures of the first page. Each is a statement of its own, bounded by hours, runs or the servers that are there. */
export async function dashboardSummary(
  ctx: Context,
  _input: InputOf<typeof api.dashboard.get> = {},
): Promise<Dashboard> {
  const at = ctx.clock.now();
  const billedUntil = await findBilledUntil(ctx);
  return {
    at,
    billing: await billingState(ctx),
    panel: await panelState(ctx),
    today: await billed(ctx, dayToDate(at, billedUntil ?? at)),
    month: await billed(ctx, monthToDate(at, billedUntil ?? at)),
    billedUntil,
    fleet: await fleetByState(ctx),
    lastRuns: await findRuns(ctx, { where: sql`true`, limit: RUNS_SHOWN }),
    alerts: await openAlerts(ctx),
    setAside: await setAsideGroups(ctx),
    runningDry: await walletsRunningDry(ctx),
  };
}

async function billed(ctx: Context, { now, before }: Comparison): Promise<Dashboard['today']> {
  return {
    ...now,
    amount: (await billedBetween(ctx, now)) ?? 0n,
    before: await billedBetween(ctx, before),
    beforeFrom: before.from,
  };
}

/** Servers that are there, the most frequent state first; null for those not seen well enough to tell. */
async function fleetByState(ctx: Context): Promise<Dashboard['fleet']> {
  const { rows } = await ctx.db.execute<Dashboard['fleet'][number]>(sql`
    SELECT state, count(*)::int AS servers FROM servers WHERE gone_at IS NULL GROUP BY state
    ORDER BY count(*) DESC, state`);
  return rows.map(({ state, servers }) => ({ state, servers }));
}

async function openAlerts(ctx: Context): Promise<Dashboard['alerts']> {
  const { rows } = await listAlerts(ctx, { open: 'yes', state: 'waiting', limit: ALERTS_SHOWN });
  const counted = await ctx.db.execute<{ open: number }>(
    sql`SELECT count(*)::int AS open FROM alerts WHERE ${inState('waiting', ctx.clock.now())}`,
  );
  return { open: counted.rows[0]?.open ?? 0, rows };
}
