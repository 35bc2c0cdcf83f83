import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { judgeCustomers } from './judge-customers.ts';
import { arithmeticOf, readPolicy } from './policy-keys.ts';

export type SuspensionVerdict = { kind: 'yes' } | { kind: 'no longer' } | { kind: 'held'; until: Date };

/**
 * Asked right before VirtFusion is: the customer is judged again under the lock of the wallet, for a top-up may have
 * come since the suspension was decided; and a window may have begun while VirtFusion made us wait.
 */
export async function mayBeSuspendedNow(
  ctx: Context,
  wish: { serverId: number; customerId: number; version: number },
): Promise<SuspensionVerdict> {
  await judgeCustomers(ctx, [wish.customerId]);
  const { rows } = await ctx.db.execute<{ version: number }>(sql`
    SELECT version FROM panel_wishes WHERE server_id = ${wish.serverId}`);
  if (rows[0]?.version !== wish.version) return { kind: 'no longer' };
  const { heldUntil } = arithmeticOf(await readPolicy(ctx));
  const until = heldUntil(ctx.clock.now().getTime() / 1000);
  return until === null ? { kind: 'yes' } : { kind: 'held', until: new Date(until * 1000) };
}
