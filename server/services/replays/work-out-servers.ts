import { sql } from 'drizzle-orm';
import { monthOf } from '#shared/billing/billing-month.ts';
import type { Correction } from '#shared/billing/correct-facts.ts';
import { HOUR, merge, type Period } from '#shared/billing/period.ts';
import { type MonthSoFar, type Statement, statementFor } from '#shared/billing/statement.ts';
import type { Context } from '../../context.ts';
import { decideDifferences, type HourDifference, type ReplayProblem } from './decide-differences.ts';
import { type BookedHour, type Books, loadBooks } from './load-books.ts';
import { changeOf, correctedFactsFor } from './load-corrected-facts.ts';
import type { ReplayRow } from './replay-rows.ts';

/** What a replay changes for one server, not yet written. */
export interface WorkedOutServer {
  serverId: number;
  customerId: number;
  billedUntil: number;
  /** The hours the change holds for. */
  periods: Period[];
  differences: HourDifference[];
  /** What the hours that differ cost before. */
  before: bigint;
  problem: ReplayProblem | null;
  /** The counts of each corrected month, at its end or as far as it is billed. */
  months: MonthSoFar[];
}

interface Meter {
  serverId: number;
  customerId: number;
  billedUntil: number;
}

/**
 * Works out a replay for some servers, on the books as they are: each month the stretch touches from its first hour,
 * because its prices are differences of running totals. Servers for which nothing differs are left out.
 */
export async function workOutServers(
  ctx: Context,
  replay: ReplayRow,
  serverIds: readonly number[],
): Promise<WorkedOutServer[]> {
  const worked = new Map<number, WorkedOutServer>();
  for (const meter of await metersOf(ctx, serverIds)) {
    worked.set(meter.serverId, {
      ...meter,
      periods: [],
      differences: [],
      before: 0n,
      problem: null,
      months: [],
    });
  }
  const change = changeOf(replay);
  for (const month of monthsOf(replay)) {
    const books = await loadBooks(ctx, [...worked.keys()], month);
    const proposed = new Map<number, Correction>();
    for (const [serverId, booked] of books) {
      const periods = periodsInScope(replay, booked);
      if (periods.length > 0) proposed.set(serverId, { periods, change });
    }
    await workOutMonth(ctx, { replay, month, books, proposed, worked });
  }
  return [...worked.values()].filter(({ differences, problem }) => differences.length > 0 || problem);
}

async function metersOf(ctx: Context, serverIds: readonly number[]): Promise<Meter[]> {
  const { rows } = await ctx.db.execute<{ server_id: number; customer_id: number; billed_until: number }>(sql`
    SELECT server_id, customer_id, extract(epoch FROM billed_until)::float8 AS billed_until FROM server_meters
    WHERE server_id = ANY(${sql.param([...serverIds])}::int[]) ORDER BY server_id`);
  return rows.map((row) => ({
    serverId: row.server_id,
    customerId: row.customer_id,
    billedUntil: row.billed_until,
  }));
}

/** The billing months of the stretch, oldest first. */
export function monthsOf({ from, until }: Period): Period[] {
  const months: Period[] = [];
  for (let month = monthOf(from); month.from < until; month = monthOf(month.until)) months.push(month);
  return months;
}

/** The charged hours that the replay is about: by what the books say of each, so that they never change afterwards. */
function periodsInScope(replay: ReplayRow, booked: ReadonlyMap<number, BookedHour>): Period[] {
  const isMeant = (hour: BookedHour) => {
    if (hour.hour < replay.from || hour.hour >= replay.until) return false;
    if (replay.scope === 'customer') return hour.customerId === replay.scopeId;
    return replay.scope !== 'package' || hour.packageId === replay.scopeId;
  };
  const hours = [...booked.values()].filter(isMeant).map(({ hour }) => ({ from: hour, until: hour + HOUR }));
  return merge(hours);
}

async function workOutMonth(
  ctx: Context,
  {
    replay,
    month,
    books,
    proposed,
    worked,
  }: {
    replay: ReplayRow;
    month: Period;
    books: Books;
    proposed: Map<number, Correction>;
    worked: Map<number, WorkedOutServer>;
  },
): Promise<void> {
  const meters = [...proposed.keys()].map((serverId) => ({ serverId, billedUntil: month.from, month: null }));
  if (meters.length === 0) return;
  for (const facts of await correctedFactsFor(ctx, meters, proposed)) {
    const server = worked.get(facts.serverId);
    if (!server || server.problem) continue;
    const booked = books.get(facts.serverId) ?? new Map<number, BookedHour>();
    const statement = statementFor(facts, Math.max(month.from, Math.min(server.billedUntil, month.until)));
    const decided = decideDifferences(booked, statement, replay.from);
    if (typeof decided === 'string') {
      Object.assign(server, { problem: decided, differences: [], months: [], before: 0n });
    } else
      addMonth(server, { decided, statement, booked, periods: proposed.get(facts.serverId)?.periods ?? [] });
  }
}

function addMonth(
  server: WorkedOutServer,
  {
    decided,
    statement,
    booked,
    periods,
  }: {
    decided: HourDifference[];
    statement: Statement;
    booked: ReadonlyMap<number, BookedHour>;
    periods: readonly Period[];
  },
): void {
  server.periods = merge([...server.periods, ...periods]);
  server.differences.push(...decided);
  for (const { hour } of decided) server.before += booked.get(hour)?.amount ?? 0n;
  if (statement.month) server.months.push(statement.month);
}
