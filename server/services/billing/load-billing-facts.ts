import { type SQL, sql } from 'drizzle-orm';
import { type Instant, type Period, without } from '#shared/billing/period.ts';
import type { MonthSoFar, Rate, ServerFacts, Stretch } from '#shared/billing/statement.ts';
import type { Context } from '../../context.ts';
import { loadExemptions } from '../servers/load-exemptions.ts';
import { stretchesOf } from '../uptime/stretches-in-period.ts';
import { type Cohort, OWN_CUSTOMER } from './cohort.ts';
import { type DatedRows, loadDatedRows, type OwnRows } from './load-dated-rows.ts';
import { type MeterCounts, monthOf } from './month-of.ts';

interface MeterRow extends MeterCounts, Record<string, unknown> {
  server_id: number;
  billed_until: number;
}

/**
 * What was seen of these servers, what they have and what they cost; and the same once for each cohort, of which one
 * stretch from where it is billed to `step` (epoch seconds) says all. A fixed number of statements in all.
 */
export async function loadBillingFacts(
  tx: Context,
  { cohorts, others }: { cohorts: readonly Cohort[]; others: readonly number[] },
  step: Instant,
): Promise<{ ofCohorts: ServerFacts[]; ofOthers: ServerFacts[] }> {
  const ids = sql.param([...others]);
  const meters =
    others.length === 0
      ? []
      : await findMeters(
          tx,
          sql`FROM server_meters m WHERE m.server_id = ANY(${ids}::int[]) ORDER BY m.server_id`,
        );
  const dated = await loadDatedRows(tx, others);
  return {
    ofCohorts: cohorts.map((cohort) => cohortFacts(cohort, dated, step)),
    ofOthers: await factsFrom(tx, meters, dated),
  };
}

/** How far servers are billed; `meters` begins with FROM and speaks of `m`. */
export async function findMeters(ctx: Context, meters: SQL): Promise<MeterState[]> {
  const { rows } = await ctx.db.execute<MeterRow>(sql`
    SELECT m.server_id, extract(epoch FROM m.billed_until)::float8 AS billed_until, extract(epoch FROM m.month)::float8 AS month,
      m.rate_id, m.hours_per_month, m.weighted, m.capped_weighted, m.other_counts ${meters}`);
  return rows.map((row) => ({ serverId: row.server_id, billedUntil: row.billed_until, month: monthOf(row) }));
}

function cohortFacts(cohort: Cohort, dated: DatedRows, step: Instant): ServerFacts {
  const { serverId, billedUntil, state, packageId, month } = cohort;
  return {
    serverId,
    billedUntil,
    month,
    stretches: [{ from: billedUntil, until: step, state, customerId: OWN_CUSTOMER }],
    switchedOn: dated.switchedOn,
    terms: dated.terms,
    packages: packageId === null ? [] : [{ from: billedUntil, packageId }],
    rates: packageId === null ? [] : (dated.packageRates.get(packageId) ?? []),
    gapDecisions: [],
  };
}

/** Where a server's billing stands, before its evidence is read. */
export interface MeterState {
  serverId: number;
  billedUntil: number;
  month: MonthSoFar | null;
}

/**
 * The evidence and prices of these servers from where each is billed. Also what reconcile and a preview read; a preview
 * may suppose that billing is on in more than its own time, and what is exempt is so then too.
 */
export async function factsFor(
  ctx: Context,
  meters: readonly MeterState[],
  supposedOn: readonly Period[] = [],
): Promise<ServerFacts[]> {
  const dated = await loadDatedRows(
    ctx,
    meters.map((meter) => meter.serverId),
  );
  return factsFrom(ctx, meters, { ...dated, switchedOn: [...dated.switchedOn, ...supposedOn] });
}

async function factsFrom(
  ctx: Context,
  meters: readonly MeterState[],
  dated: DatedRows,
): Promise<ServerFacts[]> {
  if (meters.length === 0) return [];
  const serverIds = meters.map((meter) => meter.serverId);
  const stretches = await stretchesOf(
    ctx,
    meters.map(({ serverId, billedUntil }) => ({ serverId, from: billedUntil })),
  );
  const exemptions = await loadExemptions(ctx, serverIds);
  return meters.map((meter) => {
    const own = dated.ofServer.get(meter.serverId);
    const exempt = exemptions.get(meter.serverId);
    return {
      ...meter,
      stretches: stretches.get(meter.serverId) ?? [],
      // For an exempt server billing is off, so its hours pass as those before the switch do.
      switchedOn: exempt ? without(dated.switchedOn, exempt) : dated.switchedOn,
      terms: dated.terms,
      packages: own?.packages ?? [],
      rates: ratesFor(own, dated.packageRates),
      gapDecisions: own?.gapDecisions ?? [],
    };
  });
}

/** What the engine wants: the last one that starts at or before an instant, and all later ones. */
export function stretchesFrom(at: Instant, stretches: readonly Stretch[]): readonly Stretch[] {
  return stretches.slice(
    Math.max(
      0,
      stretches.findLastIndex(({ from }) => from <= at),
    ),
  );
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
