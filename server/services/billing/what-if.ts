import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { capOf } from '#shared/api/settings.ts';
import { monthOf } from '#shared/billing/billing-month.ts';
import { changedFacts, type OtherTerms } from '#shared/billing/changed-facts.ts';
import { hourOf, type Period } from '#shared/billing/period.ts';
import type { Context } from '../../context.ts';
import { withSnapshot } from '../../db/transaction.ts';
import { InvalidInputError } from '../../errors.ts';
import { decodeCursor, encodeCursor, whole } from '../paging/cursor.ts';
import { correctedFactsFor } from '../replays/load-corrected-facts.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';
import { findMeters } from './load-billing-facts.ts';
import { addServer, type Compared, namedSums, noSums } from './what-if-sums.ts';

type Input = InputOf<typeof api.preview.whatIf>;
type Slice = OutputOf<typeof api.preview.whatIf>;

/** Servers whose evidence is in memory at once. */
const SERVERS_AT_A_TIME = 500;

/**
 * What a month would have cost under other terms or prices, and what it did cost, both worked out by the engine from the
 * stored evidence, of the hours that are settled. A slice has so many servers that it answers soon; its cursor asks for
 * the next. Nothing is written. @throws InvalidInputError
 */
export async function whatIf(ctx: Context, input: Input): Promise<Slice> {
  const period = periodOf(ctx, input.month);
  const after = decodeCursor(input.cursor, z.tuple([whole]))?.[0] ?? 0;
  return withSnapshot(ctx, async (tx) => {
    const other = await otherTerms(tx, input);
    const concerned = concernedBy(input, period);
    const sums = noSums();
    let last = after;
    let left = input.limit;
    let more = true;
    while (left > 0 && more) {
      const most = Math.min(SERVERS_AT_A_TIME, left);
      const meters = await findMeters(
        tx,
        sql`${concerned} AND m.server_id > ${last}::bigint ORDER BY m.server_id LIMIT ${most}`,
      );
      await compareServers(tx, { meters, period, other, sums });
      last = meters.at(-1)?.serverId ?? last;
      left -= meters.length;
      more = meters.length === most;
    }
    const count = await countServers(tx, concerned, last);
    return {
      from: new Date(period.from * 1000),
      until: new Date(period.until * 1000),
      ...count,
      ...(await namedSums(tx, sums)),
      nextCursor: count.serversDone < count.serversTotal ? encodeCursor([last]) : null,
    };
  });
}

function periodOf(ctx: Context, month: string | undefined): Period {
  const now = Math.floor(ctx.clock.now().getTime() / 1000);
  const { from, until } = monthOf(month === undefined ? now : Date.parse(`${month}-01T00:00:00Z`) / 1000);
  if (from > now) throw new InvalidInputError('month', 'Choose this month or one before it');
  return { from, until: Math.min(until, Math.max(from, hourOf(now))) };
}

/** Only what was given differs; a cap that follows the hours per month goes with them. */
async function otherTerms(tx: Context, input: Input): Promise<OtherTerms> {
  const { settings } = await readBillingSettings(tx);
  const { hoursPerMonth, countingRule, runningPercent, stoppedPercent, suspendedPercent } = input;
  const capRule = input.capRule ?? settings.capRule;
  const capHours = input.capHours ?? (capRule === settings.capRule ? settings.capHours : null);
  if (capRule === 'custom' && capHours === null) {
    throw new InvalidInputError('capHours', 'Write how many hours a month are charged at most');
  }
  const movesCap = [hoursPerMonth, input.capRule, input.capHours].some((value) => value !== undefined);
  const given = {
    hoursPerMonth,
    counting: countingRule,
    runningPercent,
    stoppedPercent,
    suspendedPercent,
    ...(movesCap
      ? { capHours: capOf({ capRule, capHours, hoursPerMonth: hoursPerMonth ?? settings.hoursPerMonth }) }
      : {}),
  };
  const terms = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { terms, prices: input.prices };
}

/** Servers with settled hours in the period; where only prices differ, those that had one of the packages. */
function concernedBy(
  { prices, month: _month, cursor: _cursor, limit: _limit, ...terms }: Input,
  period: Period,
) {
  const onlyPrices = prices.length > 0 && Object.values(terms).every((value) => value === undefined);
  const packages = sql.param(prices.map((price) => price.packageId));
  return sql`FROM server_meters m WHERE m.billed_until > to_timestamp(${period.from}) ${
    onlyPrices
      ? sql`AND EXISTS (SELECT FROM server_packages a WHERE a.server_id = m.server_id
          AND a.package_id = ANY(${packages}::int[]) AND a.effective_from < to_timestamp(${period.until}))`
      : sql``
  }`;
}

async function compareServers(
  tx: Context,
  {
    meters,
    period,
    other,
    sums,
  }: { meters: Awaited<ReturnType<typeof findMeters>>; period: Period; other: OtherTerms; sums: Compared },
): Promise<void> {
  const ends = new Map(meters.map((meter) => [meter.serverId, Math.min(meter.billedUntil, period.until)]));
  const starts = meters.map(({ serverId }) => ({ serverId, billedUntil: period.from, month: null }));
  for (const facts of await correctedFactsFor(tx, starts)) {
    const until = ends.get(facts.serverId) ?? period.from;
    addServer(sums, { facts, other: changedFacts(facts, other), until });
  }
}

async function countServers(tx: Context, concerned: ReturnType<typeof sql>, last: number) {
  const { rows } = await tx.db.execute<{ done: number; total: number }>(sql`
    SELECT count(*) FILTER (WHERE m.server_id <= ${last}::bigint)::int AS done, count(*)::int AS total ${concerned}`);
  return { serversDone: rows[0]?.done ?? 0, serversTotal: rows[0]?.total ?? 0 };
}
