import { eq, sql } from 'drizzle-orm';
import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { customerLinks } from '#shared/schema/index.ts';
import { actorKey, type Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { NotFoundError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { type CustomerLink, findLinks } from './link-rows.ts';

/** Closes a link: the next request with it is refused. A repeat changes nothing. @throws NotFoundError */
export async function revokeCustomerLink(
  ctx: Context,
  { id }: InputOf<typeof api.customerLinks.revoke>,
): Promise<CustomerLink> {
  return withTransaction(ctx, async (tx) => {
    const its = eq(customerLinks.id, sql`${id}::bigint`);
    const [link] = await tx.db.select().from(customerLinks).where(its).for('update');
    if (!link) throw new NotFoundError('customer link', { id });
    if (!link.revokedAt) await revoke(tx, link);
    const [after] = await findLinks(tx, { where: its, order: sql`1`, limit: 1 });
    if (!after) throw new Error('a row that is locked is there to be read');
    return after;
  });
}

async function revoke(tx: Context, { id, customerId }: typeof customerLinks.$inferSelect): Promise<void> {
  const revokedAt = tx.clock.now();
  await tx.db
    .update(customerLinks)
    .set({ revokedAt, revokedBy: actorKey(tx.actor) })
    .where(eq(customerLinks.id, id));
  await recordAudit(tx, {
    action: 'customer_link.revoked',
    subject: `customer:${customerId}`,
    before: { linkId: id, revokedAt: null },
    after: { linkId: id, revokedAt: revokedAt.toISOString() },
  });
}
