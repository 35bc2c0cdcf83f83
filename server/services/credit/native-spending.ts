import { sql } from 'drizzle-orm';
import { parseTenDecimals, type Tokens } from '#shared/billing/tokens.ts';
import type { Context } from '../../context.ts';
import type { CreditIntent } from './intent-rows.ts';
import type { CreditReading } from './read-credit-of.ts';

/**
 * What VirtFusion may have taken from the same credit between two readings, for servers it bills itself: nothing, or
 * what its figures of the month grew by; null where those do not tell. Where it bills none of the customer's, nothing.
 */
export async function nativeSpending(
  ctx: Context,
  { customerId, nativeBefore, monthBefore }: CreditIntent,
  after: Pick<CreditReading, 'native' | 'month'>,
): Promise<Tokens[] | null> {
  const before = nativeBefore === null ? null : parseTenDecimals(nativeBefore);
  const { rows } = await ctx.db.execute<{ native: boolean }>(sql`
    SELECT EXISTS (SELECT FROM servers WHERE customer_id = ${customerId} AND self_service <> 0) AS native`);
  // Its own figures tell of servers that came and went between two of our looks.
  const isBilled = rows[0]?.native === true || (before ?? 0n) !== 0n || (after.native ?? 0n) !== 0n;
  if (!isBilled) return [0n];
  if (before === null || after.native === null || monthBefore !== after.month || after.native < before)
    return null;
  return [0n, after.native - before];
}
