import { sql } from 'drizzle-orm';
import { hoursBetween, type Instant, type Period } from '#shared/billing/period.ts';
import type { HourCharge } from '#shared/billing/statement.ts';
import type { Context } from '../../context.ts';
import { inHours } from '../servers/charged-hours.ts';

/** What an hour of a server costs today: its charge with all its corrections. */
export type BookedHour = Omit<HourCharge, 'inGap'>;

export type Books = Map<number, Map<Instant, BookedHour>>;

interface Row extends Record<string, unknown> {
  server_id: number;
  hour: number;
  customer_id: number;
  package_id: number | null;
  rate_id: number;
  terms_id: number;
  seconds: number;
  weighted: number;
  capped: number;
  amount: bigint;
}

/**
 * What the books say of these servers in a period (whole hours, within one month), by server and hour. Two statements,
 * each by a key; a server without a charge has no entry.
 */
export async function loadBooks(ctx: Context, serverIds: readonly number[], period: Period): Promise<Books> {
  const books: Books = new Map();
  for (const row of await chargesOf(ctx, serverIds, period)) {
    const hours = books.get(row.server_id) ?? new Map<Instant, BookedHour>();
    books.set(row.server_id, hours);
    hours.set(row.hour, {
      hour: row.hour,
      customerId: row.customer_id,
      packageId: row.package_id,
      rateId: row.rate_id,
      termsId: row.terms_id,
      seconds: row.seconds,
      weighted: row.weighted,
      capped: row.capped,
      amount: row.amount,
    });
  }
  for (const row of await correctionsOf(ctx, serverIds, period)) {
    const booked = books.get(row.server_id)?.get(row.hour);
    if (!booked) throw new Error(`Server ${row.server_id} has a correction of an hour without a charge`);
    booked.packageId = row.package_id;
    booked.rateId = row.rate_id;
    booked.termsId = row.terms_id;
    booked.seconds += row.seconds;
    booked.weighted += row.weighted;
    booked.capped += row.capped;
    booked.amount += row.amount;
  }
  return books;
}

/** The key is (hour, server), in that order: named hours are looked up, a range of them would be read through. */
async function chargesOf(ctx: Context, serverIds: readonly number[], period: Period): Promise<Row[]> {
  const hours = hoursBetween(period).map((hour) => new Date(hour * 1000));
  const { rows } = await ctx.db.execute<Row>(sql`
    SELECT server_id, extract(epoch FROM hour)::float8 AS hour, customer_id, package_id, rate_id, terms_id, seconds,
      weighted, capped, amount_micros AS amount
    FROM every_charge
    WHERE ${inHours(hours)} AND server_id = ANY(${sql.param([...serverIds])}::int[])`);
  return rows;
}

/** In the order they were posted: what the last one says is what holds. */
async function correctionsOf(ctx: Context, serverIds: readonly number[], period: Period): Promise<Row[]> {
  const { rows } = await ctx.db.execute<Row>(sql`
    SELECT server_id, extract(epoch FROM hour)::float8 AS hour, customer_id, package_id, rate_id, terms_id, seconds,
      weighted, capped, amount_micros AS amount
    FROM charge_corrections
    WHERE server_id = ANY(${sql.param([...serverIds])}::int[])
      AND hour >= to_timestamp(${period.from}) AND hour < to_timestamp(${period.until}) ORDER BY id`);
  return rows;
}
