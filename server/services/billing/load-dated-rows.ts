import { sql } from 'drizzle-orm';
import type { Period } from '#shared/billing/period.ts';
import type { Rate, ServerFacts, Terms } from '#shared/billing/statement.ts';
import type { Context } from '../../context.ts';

/** No instant of ours lies beyond: an open switch lasts until here. */
const FOR_EVER = Number.MAX_SAFE_INTEGER;

/** What belongs to one server alone. */
export interface OwnRows {
  packages: ServerFacts['packages'][number][];
  rates: Rate[];
  gapDecisions: ServerFacts['gapDecisions'][number][];
}

export interface DatedRows {
  ofServer: Map<number, OwnRows>;
  packageRates: Map<number, Rate[]>;
  terms: Terms[];
  switchedOn: Period[];
}

/** Everything that is dated and decides a price, for these servers: packages, rates, terms, switches, decisions. */
export async function loadDatedRows(ctx: Context, serverIds: readonly number[]): Promise<DatedRows> {
  const ids = sql.param([...serverIds]);
  const assigned = await ctx.db.execute<{ server_id: number; at: number; package_id: number | null }>(sql`
    SELECT server_id, extract(epoch FROM effective_from)::float8 AS at, package_id FROM server_packages
    WHERE server_id = ANY(${ids}::int[]) ORDER BY effective_from`);
  const ofServer = new Map<number, OwnRows>();
  const own = (serverId: number) => {
    const known = ofServer.get(serverId);
    if (known) return known;
    const rows: OwnRows = { packages: [], rates: [], gapDecisions: [] };
    ofServer.set(serverId, rows);
    return rows;
  };
  for (const row of assigned.rows)
    own(row.server_id).packages.push({ from: row.at, packageId: row.package_id });

  const packageRates = new Map<number, Rate[]>();
  for (const rate of await loadRates(ctx, serverIds)) {
    if (rate.serverId !== null) own(rate.serverId).rates.push(rate);
    else if (rate.packageId !== null) {
      const known = packageRates.get(rate.packageId);
      if (known) known.push(rate);
      else packageRates.set(rate.packageId, [rate]);
    }
  }
  await addGapDecisions(ctx, serverIds, own);
  return { ofServer, packageRates, terms: await loadTerms(ctx), switchedOn: await loadSwitches(ctx) };
}

/** All package rates, which are few, and the own rates of these servers. */
async function loadRates(ctx: Context, serverIds: readonly number[]): Promise<Rate[]> {
  const { rows } = await ctx.db.execute<Record<string, number | null> & { price: string; ends: boolean }>(sql`
    SELECT id, package_id, server_id, monthly_price_micros AS price, extract(epoch FROM effective_from)::float8 AS at,
      running_percent, stopped_percent, suspended_percent, while_package_id, ends
    FROM rates WHERE server_id IS NULL OR server_id = ANY(${sql.param([...serverIds])}::int[])
    ORDER BY effective_from, id`);
  return rows.map((row) => ({
    id: row.id as number,
    from: row.at as number,
    packageId: row.package_id ?? null,
    serverId: row.server_id ?? null,
    monthlyPrice: BigInt(row.price),
    runningPercent: row.running_percent ?? null,
    stoppedPercent: row.stopped_percent ?? null,
    suspendedPercent: row.suspended_percent ?? null,
    whilePackageId: row.while_package_id ?? null,
    ends: row.ends,
  }));
}

async function addGapDecisions(
  ctx: Context,
  serverIds: readonly number[],
  own: (serverId: number) => OwnRows,
): Promise<void> {
  const { rows } = await ctx.db.execute<{
    server_id: number;
    gap_from: number;
    gap_until: number;
    decision: 'bill' | 'free';
  }>(sql`
    SELECT server_id, extract(epoch FROM gap_from)::float8 AS gap_from, extract(epoch FROM gap_until)::float8 AS gap_until, decision
    FROM gap_decisions WHERE server_id = ANY(${sql.param([...serverIds])}::int[]) ORDER BY gap_from, id`);
  for (const row of rows) {
    own(row.server_id).gapDecisions.push({
      from: row.gap_from,
      until: row.gap_until,
      decision: row.decision,
    });
  }
}

async function loadTerms(ctx: Context): Promise<Terms[]> {
  const { rows } = await ctx.db.execute<Record<string, number | string | null>>(sql`
    SELECT id, extract(epoch FROM effective_from)::float8 AS at, hours_per_month, counting_rule, running_percent,
      stopped_percent, suspended_percent, cap_hours, gap_policy, max_gap_seconds
    FROM billing_terms ORDER BY effective_from`);
  return rows.map((row) => ({
    id: row.id as number,
    from: row.at as number,
    hoursPerMonth: row.hours_per_month as number,
    counting: row.counting_rule as Terms['counting'],
    runningPercent: row.running_percent as number,
    stoppedPercent: row.stopped_percent as number,
    suspendedPercent: row.suspended_percent as number,
    capHours: row.cap_hours as number | null,
    gapPolicy: row.gap_policy as Terms['gapPolicy'],
    maxGapSeconds: row.max_gap_seconds as number,
  }));
}

async function loadSwitches(ctx: Context) {
  const { rows } = await ctx.db.execute<{ on_from: number; on_until: number | null }>(sql`
    SELECT extract(epoch FROM on_from)::float8 AS on_from, extract(epoch FROM on_until)::float8 AS on_until
    FROM billing_switches WHERE on_until IS NULL OR on_until > on_from ORDER BY on_from`);
  return rows.map((row) => ({ from: row.on_from, until: row.on_until ?? FOR_EVER }));
}
