import { sql } from 'drizzle-orm';
import { without } from '#shared/billing/period.ts';
import type { MonthSoFar, Rate, ServerFacts } from '#shared/billing/statement.ts';
import type { Context } from '../../context.ts';
import { loadExemptions } from '../servers/load-exemptions.ts';
import { stretchesOf } from '../uptime/stretches-in-period.ts';
import { type Batch, metersOf } from './claim-batch.ts';
import { loadDatedRows, type OwnRows } from './load-dated-rows.ts';

interface MeterRow extends Record<string, unknown> {
  server_id: number;
  billed_until: number;
  month: number | null;
  rate_id: number | null;
  hours_per_month: number | null;
  weighted: string;
  capped_weighted: string;
  other_counts: [number, number, number][] | null;
}

/**
 * Reads, for all servers of a batch that are due before `step` (epoch seconds), what was seen of them, what they
 * have and what they cost: a fixed number of statements, whatever the number of servers.
 */
export async function loadBillingFacts(tx: Context, batch: Batch, step: number): Promise<ServerFacts[]> {
  const { rows: meters } = await tx.db.execute<MeterRow>(sql`
    SELECT m.server_id, extract(epoch FROM m.billed_until)::float8 AS billed_until, extract(epoch FROM m.month)::float8 AS month,
      m.rate_id, m.hours_per_month, m.weighted, m.capped_weighted, m.other_counts
    ${metersOf(batch, step)} ORDER BY m.server_id`);
  if (meters.length === 0) return [];
  return factsFor(
    tx,
    meters.map((meter) => ({ ...startOf(meter) })),
  );
}

/** Where a server's billing stands, before its evidence is read. */
export interface MeterState {
  serverId: number;
  billedUntil: number;
  month: MonthSoFar | null;
}

/** The evidence and prices of these servers from where each is billed. Also what reconcile and a preview read. */
export async function factsFor(ctx: Context, meters: readonly MeterState[]): Promise<ServerFacts[]> {
  const serverIds = meters.map((meter) => meter.serverId);
  const earliest = meters.reduce(
    (least, meter) => Math.min(least, meter.billedUntil),
    Number.MAX_SAFE_INTEGER,
  );
  const stretches = await stretchesOf(ctx, serverIds, new Date(earliest * 1000));
  const dated = await loadDatedRows(ctx, serverIds);
  const exemptions = await loadExemptions(ctx, serverIds);
  return meters.map((meter) => {
    const own = dated.ofServer.get(meter.serverId);
    const exempt = exemptions.get(meter.serverId);
    return {
      ...meter,
      stretches: (stretches.get(meter.serverId) ?? []).filter((stretch, index, all) => {
        // The engine wants the last one that starts at or before billedUntil, and all later ones.
        const next = all[index + 1];
        return next === undefined || next.from > meter.billedUntil || stretch.from > meter.billedUntil;
      }),
      // For an exempt server billing is off, so its hours pass as those before the switch do.
      switchedOn: exempt ? without(dated.switchedOn, exempt) : dated.switchedOn,
      terms: dated.terms,
      packages: own?.packages ?? [],
      rates: ratesFor(own, dated.packageRates),
      gapDecisions: own?.gapDecisions ?? [],
    };
  });
}

/** The server's own rates and those of the packages it has or had; shared where they are the same. */
function ratesFor(own: OwnRows | undefined, packageRates: Map<number, Rate[]>): readonly Rate[] {
  if (!own) return [];
  const only = own.packages.length === 1 && own.rates.length === 0 ? own.packages[0]?.packageId : undefined;
  if (only != null) return packageRates.get(only) ?? [];
  const packageIds = new Set(own.packages.map((assignment) => assignment.packageId));
  const rates = [...own.rates];
  for (const packageId of packageIds)
    if (packageId !== null) rates.push(...(packageRates.get(packageId) ?? []));
  return rates.sort((a, b) => a.from - b.from || a.id - b.id);
}

function startOf(meter: MeterRow): MeterState {
  return { serverId: meter.server_id, billedUntil: meter.billed_until, month: monthOf(meter) };
}

function monthOf(meter: MeterRow): MonthSoFar | null {
  if (meter.month === null || meter.rate_id === null || meter.hours_per_month === null) return null;
  const counts = [
    { rateId: meter.rate_id, hoursPerMonth: meter.hours_per_month, weighted: Number(meter.weighted) },
  ];
  for (const [rateId, hoursPerMonth, weighted] of meter.other_counts ?? [])
    counts.push({ rateId, hoursPerMonth, weighted });
  return { month: meter.month, cappedWeighted: Number(meter.capped_weighted), counts };
}
