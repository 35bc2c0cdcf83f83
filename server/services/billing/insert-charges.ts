import { type SQL, sql } from 'drizzle-orm';
import type { Micros } from '#shared/billing/money.ts';
import type { HourCharge } from '#shared/billing/statement.ts';
import type { Context } from '../../context.ts';
import { REVENUE } from '../ledger/accounts.ts';
import { findAccount } from '../ledger/find-account.ts';
import { nextTransactionId, posted } from '../ledger/post-transactions.ts';
import type { Batch } from './claim-batch.ts';
import { OWN_CUSTOMER } from './cohort.ts';
import { serversOf } from './server-lists.ts';
import type { Step } from './step.ts';

/** What a transaction of a batch charged. */
export interface Charged {
  charges: number;
  freeCharges: number;
  seconds: bigint;
  /** Epoch seconds; null when nothing was charged. */
  firstHour: number | null;
  amount: Micros;
  revenueAccountId: number;
}

/**
 * Writes the charges of all servers decided upon, and for each customer one movement of the wallet that pays for
 * them, in one statement; a customer who owes nothing has none. The revenue account is left for the very end. A charge
 * that is there already means that a meter lags behind it, and is an error.
 */
export async function insertCharges(tx: Context, { batch, wallets, decided }: Step): Promise<Charged> {
  const revenueAccountId = await findAccount(tx, REVENUE);
  const charged = decided.decisions.filter(({ statement }) => statement.charges.length > 0);
  if (charged.length === 0) return { ...NOTHING, revenueAccountId };
  const hours = charged.flatMap(({ statement }, list) =>
    statement.charges.map((charge) => ({ list, charge })),
  );
  const column = <T>(pick: (charge: HourCharge) => T) => sql.param(hours.map(({ charge }) => pick(charge)));
  const locked = [...wallets];
  const walletIds = locked.map(([, wallet]) => wallet.accountId);
  const { rows } = await tx.db.execute<
    Omit<Charged, 'revenueAccountId'> & { bills: number; posted: number }
  >(sql`
    WITH hour AS (
      SELECT * FROM unnest(${sql.param(hours.map(({ list }) => list))}::int[], ${column((c) => c.hour)}::float8[],
        ${column((c) => c.customerId)}::int[], ${column((c) => c.packageId)}::int[], ${column((c) => c.rateId)}::int[],
        ${column((c) => c.termsId)}::int[], ${column((c) => c.seconds)}::int[], ${column((c) => c.weighted)}::int[],
        ${column((c) => c.capped)}::int[], ${column((c) => c.amount)}::bigint[], ${column((c) => c.inGap)}::boolean[])
        AS t(list, hour, customer_id, package_id, rate_id, terms_id, seconds, weighted, capped, amount, in_gap)
    ), owed AS (
      SELECT to_timestamp(h.hour) AS hour, s.server_id,
        CASE h.customer_id WHEN ${OWN_CUSTOMER} THEN s.customer_id ELSE h.customer_id END AS customer_id, h.package_id,
        h.rate_id, h.terms_id, h.seconds, h.weighted, h.capped, h.amount, h.in_gap
      FROM ${serversOf('s', charged)} JOIN hour h USING (list)
    ), bill AS (
      SELECT ${nextTransactionId} AS id, b.customer_id, w.account_id, b.amount, b.hours
      FROM (SELECT customer_id, sum(amount)::bigint AS amount, count(*)::int AS hours
            FROM owed WHERE amount <> 0 GROUP BY customer_id ORDER BY customer_id) b
        LEFT JOIN unnest(${sql.param(locked.map(([customerId]) => customerId))}::int[],
          ${sql.param(walletIds)}::int[]) AS w(customer_id, account_id) USING (customer_id)
    ), charged AS (
      INSERT INTO hourly_charges (hour, server_id, customer_id, package_id, rate_id, terms_id, run_id, seconds, weighted,
        capped, amount_micros, in_gap, transaction_id)
      SELECT o.hour, o.server_id, o.customer_id, o.package_id, o.rate_id, o.terms_id, ${batch.runId}, o.seconds, o.weighted,
        o.capped, o.amount, o.in_gap, CASE WHEN o.amount <> 0 THEN b.id END
      FROM owed o LEFT JOIN bill b ON b.customer_id = o.customer_id
      ORDER BY o.hour, o.server_id -- as the key has it, so that its index grows at its end
    ), ${posted(tx, postingsOf(batch, revenueAccountId), walletIds)}
    SELECT count(*)::int AS charges, count(*) FILTER (WHERE amount = 0)::int AS "freeCharges", sum(seconds)::bigint AS seconds,
      extract(epoch FROM min(hour))::float8 AS "firstHour", sum(amount)::bigint AS amount,
      (SELECT count(*) FROM bill)::int AS bills, (SELECT count(*) FROM posted)::int AS posted FROM owed`);
  const { bills, posted: paid, ...totals } = rows[0] ?? { ...NOTHING, bills: 0, posted: 0 };
  if (paid !== bills)
    throw new Error('The wallet of a customer was not locked: who owns its servers changed meanwhile');
  return { ...totals, revenueAccountId };
}

const NOTHING = { charges: 0, freeCharges: 0, seconds: 0n, firstHour: null, amount: 0n };

/** The bills as movements: each from a customer's wallet to the revenue. */
function postingsOf(batch: Batch, revenueAccountId: number): SQL {
  const key = `hourly:${batch.runId}:${batch.number}:${batch.steps + 1}:`;
  return sql`SELECT id, account_id AS from_id, ${revenueAccountId}::int AS to_id, account_id AS wallet_id, amount, 'hourly' AS kind,
    CASE hours WHEN 1 THEN '1 server-hour' ELSE hours || ' server-hours' END AS reason, ${key} || customer_id AS key,
    ${`run:${batch.runId}`} AS cause, ${batch.runId}::int AS run_id, NULL::bigint AS reverses_id FROM bill`;
}
