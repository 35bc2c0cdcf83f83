import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { type Difference, findDifferences, MOST_OF_A_LAW } from '../ledger/find-differences.ts';
import { rowsAsTable } from '../uptime/rows-as-table.ts';

export interface UntoldMovement {
  customerId: number;
  seenAt: Date;
  difference: Difference;
}

/**
 * Credit that moved in VirtFusion though we did not post it, customer by customer, as far as no proof told of it. What
 * VirtFusion took for servers it bills itself is none; nor is credit that rose, where another system adds some.
 */
export async function untoldMovements(
  ctx: Context,
  { risesAreFine }: { risesAreFine: boolean },
): Promise<UntoldMovement[]> {
  const { rows } = await ctx.db.execute<
    Difference & { customer_id: number; seen_at: Date } & Record<string, unknown>
  >(sql`
    SELECT customer_id, seen_at, format('VirtFusion credit of customer %s, from %s to %s', customer_id,
        to_char(since, 'YYYY-MM-DD HH24:MI'), to_char(seen_at, 'YYYY-MM-DD HH24:MI')) AS subject,
      format('%s tokens', trim_scale(expected_tokens)) AS expected, format('%s tokens', trim_scale(found_tokens)) AS found
    FROM credit_movements
    WHERE told_at IS NULL AND cause = 'others' AND (found_tokens < expected_tokens OR NOT ${risesAreFine}::boolean)
    ORDER BY seen_at, customer_id LIMIT ${MOST_OF_A_LAW}`);
  return rows.map(({ customer_id: customerId, seen_at: seenAt, ...difference }) => ({
    ...{ customerId, seenAt, difference },
  }));
}

/** These, and no others, were told: what is noticed meanwhile is for the next proof. */
export async function noteTold(tx: Context, movements: readonly UntoldMovement[]): Promise<void> {
  if (movements.length === 0) return;
  await tx.db.execute(sql`
    UPDATE credit_movements m SET told_at = ${tx.clock.now().toISOString()}::timestamptz
    FROM ${rowsAsTable('t', movements, {
      customer_id: ['int', ({ customerId }) => customerId],
      seen_at: ['text', ({ seenAt }) => seenAt.toISOString()],
    })}
    WHERE m.customer_id = t.customer_id AND m.seen_at = t.seen_at::timestamptz`);
}

/** Postings of which nobody knows yet whether they arrived: the books cannot be said to agree. */
export function unclearPostings(ctx: Context): Promise<Difference[]> {
  return findDifferences(
    ctx,
    sql`
    SELECT format('credit posting %s of customer %s', id, customer_id) AS subject, 'arrived, or not' AS expected, 'unclear' AS found
    FROM credit_intents WHERE closed_at IS NULL AND state = 'unclear' ORDER BY id`,
  );
}

/** Customers whose credit we know of and could not read since. */
export async function countUnread(ctx: Context, since: Date): Promise<number> {
  const { rows } = await ctx.db.execute<{ count: number }>(sql`
    SELECT count(*)::int AS count FROM credit_wallets w JOIN customers c ON c.id = w.customer_id
    WHERE c.external_id IS NOT NULL
      AND (w.failure IS NOT NULL OR w.balance_at IS NULL OR w.tried_at IS NULL OR w.tried_at < ${since.toISOString()}::timestamptz)`);
  return rows[0]?.count ?? 0;
}
