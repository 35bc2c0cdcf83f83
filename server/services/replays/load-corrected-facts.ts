import { sql } from 'drizzle-orm';
import { type Change, type Correction, correctFacts } from '#shared/billing/correct-facts.ts';
import type { ServerFacts } from '#shared/billing/statement.ts';
import type { ReplayChange } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { factsFor, type MeterState } from '../billing/load-billing-facts.ts';
import { loadDatedRows } from '../billing/load-dated-rows.ts';

/** The columns of a replay that say what it changes. */
export interface ChangeColumns {
  change: ReplayChange;
  package_id: number | null;
  monthly_price: bigint | null;
  gap_policy: 'bill' | 'free' | null;
}

/** What a replay changes, as the engine takes it. To waive hours is to price them at nothing: they stay counted. */
export function changeOf(row: ChangeColumns): Change {
  switch (row.change) {
    case 'price':
      return { kind: 'price', packageId: row.package_id, monthlyPrice: row.monthly_price ?? 0n };
    case 'waive':
      return { kind: 'price', packageId: null, monthlyPrice: 0n };
    case 'package':
      return { kind: 'package', packageId: row.package_id ?? 0 };
    case 'gaps':
      return { kind: 'gaps', policy: row.gap_policy ?? 'free' };
    default:
      throw new RangeError(`"${row.change satisfies never}" is no change of a replay.`);
  }
}

/**
 * The facts of these servers, each from where its meter stands, as they read with every replay that was posted for
 * them, and after those with the corrections `proposed` for it. What is unposted changes nobody else's answer.
 */
export async function correctedFactsFor(
  ctx: Context,
  meters: readonly MeterState[],
  proposed: ReadonlyMap<number, Correction> = new Map(),
): Promise<ServerFacts[]> {
  const facts = await factsFor(ctx, meters);
  const posted = await postedCorrections(
    ctx,
    meters.map(({ serverId }) => serverId),
  );
  const ratesOfPackages = await ratesForNewPackages(ctx, [...posted.values()].flat(), proposed);
  return facts.map((own) => {
    const proposal = proposed.get(own.serverId);
    const corrections = [...(posted.get(own.serverId) ?? []), ...(proposal ? [proposal] : [])];
    return corrections.length === 0
      ? own
      : correctFacts(withRatesOf(own, corrections, ratesOfPackages), corrections);
  });
}

async function postedCorrections(
  ctx: Context,
  serverIds: readonly number[],
): Promise<Map<number, Correction[]>> {
  const { rows } = await ctx.db.execute<
    ChangeColumns & { server_id: number; periods: [number, number][] } & Record<string, unknown>
  >(sql`
    SELECT s.server_id, s.periods, r.change, r.package_id, r.monthly_price_micros AS monthly_price, r.gap_policy
    FROM replay_servers s JOIN replays r ON r.id = s.replay_id
    WHERE s.posted_at IS NOT NULL AND s.server_id = ANY(${sql.param([...serverIds])}::int[])
    ORDER BY s.server_id, r.posting_order`);
  const posted = new Map<number, Correction[]>();
  for (const row of rows) {
    const periods = row.periods.map(([from, until]) => ({ from, until }));
    posted.set(row.server_id, [...(posted.get(row.server_id) ?? []), { periods, change: changeOf(row) }]);
  }
  return posted;
}

type PackageRates = Map<number, ServerFacts['rates']>;

/** A server has no rates at hand of a package it never had: only a correction says that it had it. */
async function ratesForNewPackages(
  ctx: Context,
  posted: readonly Correction[],
  proposed: ReadonlyMap<number, Correction>,
): Promise<PackageRates> {
  const isPackage = ({ change }: Correction) => change.kind === 'package';
  if (!posted.some(isPackage) && ![...proposed.values()].some(isPackage)) return new Map();
  return (await loadDatedRows(ctx, [])).packageRates;
}

function withRatesOf(
  facts: ServerFacts,
  corrections: readonly Correction[],
  ratesOfPackages: PackageRates,
): ServerFacts {
  const known = new Set(facts.rates.map((rate) => rate.id));
  const more = corrections.flatMap(({ change }) =>
    change.kind === 'package' ? (ratesOfPackages.get(change.packageId) ?? []) : [],
  );
  const unknown = new Map(more.filter((rate) => !known.has(rate.id)).map((rate) => [rate.id, rate]));
  if (unknown.size === 0) return facts;
  const rates = [...facts.rates, ...unknown.values()].sort((a, b) => a.from - b.from || a.id - b.id);
  return { ...facts, rates };
}
