import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';

/** How long what only tells how things went is kept. What proves a charge is not among it. */
const records: readonly { table: string; days: number; oldest: (before: string) => SQL }[] = [
  {
    // A claimed tick: read for "who ran last", and to refuse a second claim within the same minute.
    table: 'cron_slots',
    days: 35,
    oldest: (before) => sql`SELECT ctid FROM cron_slots WHERE claimed_at < ${before}::timestamptz`,
  },
  {
    table: 'billing_batches',
    days: 400,
    oldest: (before) => sql`SELECT b.ctid FROM billing_batches b JOIN billing_runs r ON r.id = b.run_id
      WHERE r.closed_at < ${before}::timestamptz`,
  },
  {
    table: 'run_set_asides',
    days: 400,
    oldest: (before) => sql`SELECT a.ctid FROM run_set_asides a JOIN billing_runs r ON r.id = a.run_id
      WHERE r.closed_at < ${before}::timestamptz`,
  },
  ...noticeRecords(),
  {
    // What PayPal told; what came of it stands in the ledger. Disputes last half a year at most.
    table: 'paypal_events',
    days: 400,
    oldest: (before) => sql`SELECT ctid FROM paypal_events WHERE received_at < ${before}::timestamptz`,
  },
];

/** What somebody was told, and how it reached them. The keys of warnings count on, so none is said again. */
function noticeRecords(): readonly { table: string; days: number; oldest: (before: string) => SQL }[] {
  const ages = { notice_attempts: 'at', notice_deliveries: 'created_at', notices: 'created_at' };
  return Object.entries(ages).map(([table, age]) => ({
    table,
    days: 400,
    oldest: (before) =>
      sql`SELECT ctid FROM ${sql.identifier(table)} WHERE ${sql.identifier(age)} < ${before}::timestamptz`,
  }));
}

const ROWS_AT_A_TIME = 5000;
/** So much in one night at most; the next goes on. */
const MOST_ROUNDS = 200;

const DAY_MS = 24 * 3_600_000;

/**
 * Forgets how long-closed runs were cut into batches, whom they set aside, which tick was whose, and what PayPal told: a few thousand
 * rows a statement. Sweeps and stretches stay: every charge can be worked out again from them. Sessions and rate
 * limits forget themselves.
 */
export async function tidyRecords(ctx: Context): Promise<void> {
  for (const { table, days, oldest } of records) {
    const before = new Date(ctx.clock.now().getTime() - days * DAY_MS).toISOString();
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const { rowCount } = await ctx.db.execute(sql`
        DELETE FROM ${sql.identifier(table)} WHERE ctid = ANY(ARRAY(${oldest(before)} LIMIT ${ROWS_AT_A_TIME}))`);
      if ((rowCount ?? 0) < ROWS_AT_A_TIME) break;
    }
  }
}
