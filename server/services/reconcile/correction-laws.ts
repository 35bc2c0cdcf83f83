import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { type LawFindings, MOST_DIFFERENCES } from './law-findings.ts';

interface Finding extends Record<string, unknown> {
  subject: string;
  expected: string;
  found: string;
}

/**
 * Every correction transaction moves what the corrections that point to it come to, of the same replay and customer;
 * and those of a server that point nowhere come to nothing.
 */
export async function correctionDifferences(ctx: Context): Promise<LawFindings> {
  const { rows } = await ctx.db.execute<Finding>(sql`
    WITH corrected AS (
      SELECT transaction_id, sum(amount_micros) AS amount, min(replay_id) AS replay, max(replay_id) AS last_replay,
        min(customer_id) AS customer, max(customer_id) AS last_customer
      FROM charge_corrections WHERE transaction_id IS NOT NULL GROUP BY transaction_id
    ), posted AS (
      SELECT t.id, CASE WHEN t.from_account_id = t.wallet_account_id THEN t.amount_micros ELSE -t.amount_micros END AS amount,
        t.cause, a.customer_id
      FROM transactions t JOIN accounts a ON a.id = t.wallet_account_id WHERE t.kind = 'correction'
    )
    SELECT format('transaction %s', coalesce(p.id, c.transaction_id)) AS subject,
      format('%s micros of customer %s by replay:%s', coalesce(c.amount, 0), c.customer, c.replay) AS expected,
      format('%s micros of customer %s by %s', coalesce(p.amount, 0), p.customer_id, p.cause) AS found
    FROM corrected c FULL JOIN posted p ON p.id = c.transaction_id
    WHERE c.amount IS DISTINCT FROM p.amount OR p.cause IS DISTINCT FROM 'replay:' || c.replay
      OR c.last_replay <> c.replay OR c.customer IS DISTINCT FROM p.customer_id OR c.last_customer <> c.customer
    UNION ALL
    SELECT format('corrections of server %s by replay %s', server_id, replay_id), 'a transaction',
      format('none for %s micros', sum(amount_micros))
    FROM charge_corrections WHERE transaction_id IS NULL GROUP BY server_id, replay_id, customer_id
    HAVING sum(amount_micros) <> 0
    LIMIT ${MOST_DIFFERENCES + 1}`);
  return findings('transaction', rows);
}

/** Every reversal moves the amount of what it reverses, the other way, and reverses no reversal. */
export async function reversalDifferences(ctx: Context): Promise<LawFindings> {
  const { rows } = await ctx.db.execute<Finding>(sql`
    SELECT format('transaction %s', r.id) AS subject,
      format('%s micros from account %s to %s', o.amount_micros, o.to_account_id, o.from_account_id) AS expected,
      format('%s micros from account %s to %s', r.amount_micros, r.from_account_id, r.to_account_id) AS found
    FROM transactions r LEFT JOIN transactions o ON o.id = r.reverses_id
    WHERE (r.kind = 'reversal' OR r.reverses_id IS NOT NULL)
      AND (r.kind <> 'reversal' OR o.id IS NULL OR o.kind = 'reversal' OR o.amount_micros <> r.amount_micros
        OR o.to_account_id <> r.from_account_id OR o.from_account_id <> r.to_account_id)
    ORDER BY r.id LIMIT ${MOST_DIFFERENCES + 1}`);
  return findings('transaction', rows);
}

/** A posted replay's totals, and what it says of each server, are those of its corrections. */
export async function replayDifferences(ctx: Context): Promise<LawFindings> {
  const { rows } = await ctx.db.execute<Finding>(sql`
    WITH corrected AS (
      SELECT replay_id, server_id, count(*) AS hours, sum(amount_micros) AS amount
      FROM charge_corrections GROUP BY replay_id, server_id
    ), said AS (
      SELECT replay_id, server_id, hours, difference_micros AS amount FROM replay_servers WHERE posted_at IS NOT NULL
    )
    SELECT format('replay %s, server %s', coalesce(s.replay_id, c.replay_id), coalesce(s.server_id, c.server_id)) AS subject,
      format('%s hours, %s micros', coalesce(c.hours, 0), coalesce(c.amount, 0)) AS expected,
      format('%s hours, %s micros', coalesce(s.hours, 0), coalesce(s.amount, 0)) AS found
    FROM corrected c FULL JOIN said s ON s.replay_id = c.replay_id AND s.server_id = c.server_id
    WHERE c.hours IS DISTINCT FROM s.hours OR c.amount IS DISTINCT FROM s.amount
    UNION ALL
    SELECT format('replay %s', r.id), format('%s hours, %s micros', coalesce(t.hours, 0), coalesce(t.amount, 0)),
      format('%s hours, %s micros', r.hours, r.up_micros + r.down_micros)
    FROM replays r LEFT JOIN (SELECT replay_id, sum(hours) AS hours, sum(amount) AS amount FROM corrected GROUP BY replay_id) t
      ON t.replay_id = r.id
    WHERE r.status = 'posted'
      AND (r.hours <> coalesce(t.hours, 0) OR r.up_micros + r.down_micros <> coalesce(t.amount, 0))
    LIMIT ${MOST_DIFFERENCES + 1}`);
  return findings('replay', rows);
}

function findings(law: 'transaction' | 'replay', rows: readonly Finding[]): LawFindings {
  return { checked: 0, differences: rows.map((row) => ({ law, ...row })) };
}
