import { type SQL, sql } from 'drizzle-orm';
import { monthOf } from '#shared/billing/billing-month.ts';
import { hoursBetween } from '#shared/billing/period.ts';

/** A UTC month, as the history knows it. */
export interface HistoryMonth {
  /** As people and files write it: 2027-01. */
  name: string;
  from: Date;
  until: Date;
}

/** The month that an instant lies in. */
export function historyMonth(at: Date): HistoryMonth {
  const { name, from, until } = monthOf(Math.floor(at.getTime() / 1000));
  return { name, from: new Date(from * 1000), until: new Date(until * 1000) };
}

/** Servers with ids from above `after` to `through`. */
export interface ServerRange {
  after: number;
  through: number;
}

/** The rows in full of some servers in a month. Hour by hour, since the key begins with it: that reads no other row. */
export function rowsInFull(month: HistoryMonth, { after, through }: ServerRange): SQL {
  const hours = hoursBetween({ from: month.from.getTime() / 1000, until: month.until.getTime() / 1000 });
  const list = sql.param(hours.map((hour) => new Date(hour * 1000).toISOString()));
  return sql`hour = ANY(${list}::timestamptz[]) AND server_id > ${after} AND server_id <= ${through}`;
}
