import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { rolledUpRows, sums } from '../roll-ups/add-to-totals.ts';
import { type Difference, type LawFindings, MOST_DIFFERENCES } from './law-findings.ts';

/** Each roll-up is the sum of the charges and corrections of the runs and replays that are rolled up, to the micro and the second. */
export async function rollUpDifferences(ctx: Context): Promise<LawFindings> {
  const hours = await compare(ctx, sql`hour_totals`, ['hour', 'package_id']);
  const months = await compare(ctx, sql`server_months`, [
    'month',
    'customer_id',
    'server_id',
    'package_id',
    'rate_id',
  ]);
  return { checked: 0, differences: [...hours, ...months] };
}

async function compare(ctx: Context, table: SQL, key: readonly string[]): Promise<Difference[]> {
  const keys = sql.raw(key.join(', '));
  const { rows } = await ctx.db.execute<Omit<Difference, 'law'>>(sql`
    WITH charged AS (
      SELECT ${keys}, ${sums} FROM (
        SELECT *, date_trunc('month', hour, 'UTC') AS month FROM (${rolledUpRows}) charge) charge
      GROUP BY ${keys}
    ), kept AS (SELECT ${keys}, charges, seconds, weighted, capped, amount_micros FROM ${table}),
    differing AS (
      SELECT ${keys}, 'expected' AS side, charges, seconds, weighted, capped, amount_micros
        FROM (TABLE charged EXCEPT ALL TABLE kept) e
      UNION ALL SELECT ${keys}, 'found', charges, seconds, weighted, capped, amount_micros
        FROM (TABLE kept EXCEPT ALL TABLE charged) f
    )
    SELECT ${subjectOf(key)} AS subject,
      coalesce(max(${inWords}) FILTER (WHERE side = 'expected'), 'nothing') AS expected,
      coalesce(max(${inWords}) FILTER (WHERE side = 'found'), 'nothing') AS found
    FROM differing GROUP BY ${keys} ORDER BY ${keys} LIMIT ${MOST_DIFFERENCES + 1}`);
  return rows.map((row) => ({ law: 'roll-up', ...row }));
}

const inWords = sql`format('%s micros, %s charges, %s s, %s weighted, %s capped', amount_micros, charges, seconds, weighted, capped)`;

/** 'hour 2026-11-01 00:00:00+00, package 1' */
function subjectOf(key: readonly string[]): SQL {
  const parts = key.map((name) => `format('${name.replace('_id', '')} %s', coalesce(${name}::text, 'none'))`);
  return sql.raw(`concat_ws(', ', ${parts.join(', ')})`);
}
