import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { cutPage, decodeCursor, whole } from '../paging/cursor.ts';
import { chargedHours, chargedMonths } from '../roll-ups/charged-totals.ts';
import { checkRange, monthsOf } from './check-range.ts';
import { NOTHING, type Sums } from './sums.ts';

type Wish = InputOf<typeof api.reports.breakdown>;
type Row = OutputOf<typeof api.reports.breakdown>['rows'][number];

interface FoundRow extends Sums, Record<string, unknown> {
  id: number | null;
  name: string | null;
  count: number;
  all_amount: bigint;
  all_charges: number;
  all_seconds: number;
}

/** What was charged by package, customer or hypervisor, the largest first. @throws InvalidInputError for a range it cannot sum */
export async function reportBreakdown(
  ctx: Context,
  input: Wish,
): Promise<OutputOf<typeof api.reports.breakdown>> {
  const { limit, cursor, by } = input;
  const after = decodeCursor(cursor, z.tuple([z.literal(by), z.string().regex(/^-?\d{1,18}$/), whole]));
  const { rows } = await ctx.db.execute<FoundRow>(sql`
    WITH summed AS MATERIALIZED (
      SELECT ${keys[by]} AS id, sum(amount_micros)::bigint AS amount, sum(charges)::float8 AS charges,
        sum(seconds)::float8 AS seconds
      FROM ${sourceOf(input)} GROUP BY 1
    ), whole AS (
      SELECT count(*)::int AS count, coalesce(sum(amount), 0)::bigint AS all_amount,
        coalesce(sum(charges), 0)::float8 AS all_charges, coalesce(sum(seconds), 0)::float8 AS all_seconds FROM summed
    ), page AS (
      SELECT * FROM summed
      WHERE ${after ? sql`(-amount, coalesce(id, 0)) > (-${after[1]}::bigint, ${after[2]}::int)` : sql`true`}
      ORDER BY amount DESC, coalesce(id, 0) LIMIT ${limit + 1}
    )
    SELECT p.id, ${names[by]} AS name, p.amount, p.charges, p.seconds, w.* FROM whole w LEFT JOIN page p ON true
    ORDER BY p.amount DESC, coalesce(p.id, 0)`);
  const [first] = rows;
  // Without a row of the page there is still the one of the whole.
  const found = rows.filter((row) => row.amount !== null).map(rowOf);
  return {
    ...cutPage(found, limit, (row) => [by, String(row.amount), row.id ?? 0]),
    total: first?.count ?? 0,
    sum: first
      ? { amount: first.all_amount, charges: first.all_charges, seconds: first.all_seconds }
      : NOTHING,
  };
}

function rowOf({ id, name, amount, charges, seconds }: FoundRow): Row {
  return { id, name, amount, charges, seconds };
}

const keys: Record<Wish['by'], SQL> = {
  package: sql`t.package_id`,
  customer: sql`t.customer_id`,
  hypervisor: sql`s.hypervisor_id`,
};

const names: Record<Wish['by'], SQL> = {
  package: sql`(SELECT name FROM packages WHERE packages.id = p.id)`,
  customer: sql`(SELECT name FROM customers WHERE customers.id = p.id)`,
  hypervisor: sql`(SELECT hypervisor_name FROM servers WHERE hypervisor_id = p.id AND hypervisor_name IS NOT NULL LIMIT 1)`,
};

/** Packages by any hours; customers and hypervisors by whole months. A hypervisor is the one a server is on now, or was last on. */
function sourceOf({ by, from, until }: Wish): SQL {
  if (by === 'package') {
    checkRange({ from, until }, 'month');
    return sql`${chargedHours({ from, until })} t`;
  }
  const months = sql`${chargedMonths(monthsOf({ from, until }))} t`;
  return by === 'customer' ? months : sql`${months} JOIN servers s ON s.id = t.server_id`;
}
