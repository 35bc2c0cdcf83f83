import { type SQL, sql } from 'drizzle-orm';
import { monthOf } from '#shared/billing/billing-month.ts';
import { HOUR } from '#shared/billing/period.ts';

const HOUR_MS = HOUR * 1000;

/** The whole hours of a half-open period, newest first, at most `most` of them. */
export function hoursBack({ from, until, most }: { from: Date; until: Date; most: number }): Date[] {
  const first = Math.ceil(from.getTime() / HOUR_MS) * HOUR_MS;
  const last = Math.floor(until.getTime() / HOUR_MS) * HOUR_MS - HOUR_MS;
  const count = Math.max(0, Math.min(most, (last - first) / HOUR_MS + 1));
  return Array.from({ length: count }, (_, index) => new Date(last - index * HOUR_MS));
}

/**
 * One server's charges of these hours, as a condition on every_charge: the key of what stands in full is (hour, server),
 * in that order, that of what is packed (month, server).
 */
export function chargesIn(hours: readonly Date[], serverId: number): SQL {
  return sql`${inHours(hours)} AND server_id = ${serverId}::bigint`;
}

/** The same whatever the server: add which. */
export function inHours(hours: readonly Date[]): SQL {
  const list = sql.param(hours.map((hour) => hour.toISOString()));
  return sql`hour = ANY(${list}::timestamptz[]) AND month = ANY(${monthsOf(hours)}::timestamptz[])`;
}

function monthsOf(hours: readonly Date[]): SQL {
  const months = new Set(hours.map((hour) => monthOf(hour.getTime() / 1000).from));
  return sql`${sql.param([...months].map((from) => new Date(from * 1000).toISOString()))}`;
}
