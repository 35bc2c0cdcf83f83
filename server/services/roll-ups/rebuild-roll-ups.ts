import { sql } from 'drizzle-orm';
import { monthOf } from '#shared/billing/billing-month.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { addToTotals, rolledUpRows } from './add-to-totals.ts';
import { rollUp } from './roll-up.ts';

/**
 * Makes the roll-ups anew from the charges, a transaction a month, so that readers see the old sums or the new ones.
 * Returns the months it made, as '2026-11'. For after somebody changed the rows by hand; nothing else calls for it.
 */
export async function rebuildRollUps(ctx: Context): Promise<string[]> {
  await rollUp(ctx);
  const months = await monthsWithRows(ctx);
  for (const month of months) await rebuildMonth(ctx, month);
  return months.map(({ name }) => name);
}

type Month = ReturnType<typeof monthOf>;

async function rebuildMonth(ctx: Context, month: Month): Promise<void> {
  const [from, until] = [month.from, month.until].map((second) => new Date(second * 1000).toISOString());
  await withTransaction(ctx, async (tx) => {
    // Keeps other writers out, and readers in, until the month is whole again.
    await tx.db.execute(sql`LOCK TABLE hour_totals, server_months IN SHARE ROW EXCLUSIVE MODE`);
    await tx.db.execute(
      sql`DELETE FROM hour_totals WHERE hour >= ${from}::timestamptz AND hour < ${until}::timestamptz`,
    );
    await tx.db.execute(sql`DELETE FROM server_months WHERE month = ${from}::timestamptz`);
    await addToTotals(
      tx,
      sql`SELECT * FROM (${rolledUpRows}) c WHERE c.hour >= ${from}::timestamptz AND c.hour < ${until}::timestamptz`,
    );
  });
}

/** Every month from the first hour that is charged or summed to the last. */
async function monthsWithRows(ctx: Context): Promise<Month[]> {
  const { rows } = await ctx.db.execute<{ first: Date | null; last: Date | null }>(sql`
    SELECT least((SELECT min(hour) FROM every_charge), (SELECT min(hour) FROM hour_totals), (SELECT min(month) FROM server_months)) AS first,
      greatest((SELECT max(hour) FROM every_charge), (SELECT max(hour) FROM hour_totals), (SELECT max(month) FROM server_months)) AS last`);
  const { first, last } = rows[0] ?? {};
  const months: Month[] = [];
  if (!first || !last) return months;
  for (let at = first.getTime() / 1000; at <= last.getTime() / 1000; at = months.at(-1)?.until ?? at) {
    months.push(monthOf(at));
  }
  return months;
}
