import { and, eq, sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { customerLinks } from '#shared/schema/index.ts';
import { actorKey, type Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { ConflictError } from '../../errors.ts';
import { newSeed, tokenHash } from '../../secrets/seeded-token.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { getCustomer } from '../customers/get-customer.ts';
import { customerLinkUrl } from './customer-link-url.ts';
import { type CustomerLink, findLinks } from './link-rows.ts';
import { linkTokenOf } from './link-token.ts';

export type LinkWish = InputOf<typeof api.customerLinks.issue> & {
  /** Default: an admin hands it out. */
  purpose?: CustomerLink['purpose'];
};

const DAY_MS = 86_400_000;

/**
 * Issues a link that opens a customer's own page for so many days. A repeat with the same key tells the same link and
 * the same token, also when it has ended meanwhile.
 * @throws NotFoundError without such a customer; ConflictError when the key came before with other content
 */
export async function issueCustomerLink(
  ctx: Context,
  wish: LinkWish,
): Promise<OutputOf<typeof api.customerLinks.issue>> {
  return withTransaction(ctx, async (tx) => {
    await getCustomer(tx, { id: wish.id });
    const { id, seed } = (await insert(tx, wish)) ?? (await earlier(tx, wish));
    const [link] = await findLinks(tx, { where: eq(customerLinks.id, id), order: sql`1`, limit: 1 });
    if (!link) throw new Error('a row that was just written is there to be read');
    const token = linkTokenOf(tx.secrets, seed);
    return { link, token, url: customerLinkUrl(tx, token) };
  });
}

type Issued = Pick<typeof customerLinks.$inferSelect, 'id' | 'seed'>;

/** Null when the key was used before. */
async function insert(tx: Context, wish: LinkWish): Promise<Issued | null> {
  const now = tx.clock.now();
  const seed = newSeed();
  const purpose = wish.purpose ?? 'page';
  const expiresAt = new Date(now.getTime() + wish.days * DAY_MS);
  const [row] = await tx.db
    .insert(customerLinks)
    .values({
      customerId: wish.id,
      purpose,
      seed,
      tokenHash: tokenHash(linkTokenOf(tx.secrets, seed)),
      issuedBy: actorKey(tx.actor),
      idempotencyKey: wish.idempotencyKey,
      createdAt: now,
      expiresAt,
    })
    .onConflictDoNothing({ target: [customerLinks.customerId, customerLinks.idempotencyKey] })
    .returning({ id: customerLinks.id, seed: customerLinks.seed });
  if (!row) return null;
  await recordAudit(tx, {
    action: 'customer_link.issued',
    subject: `customer:${wish.id}`,
    after: { linkId: row.id, purpose, expiresAt: expiresAt.toISOString() },
  });
  return row;
}

async function earlier(
  tx: Context,
  { id, days, idempotencyKey, purpose = 'page' }: LinkWish,
): Promise<Issued> {
  const [row] = await tx.db
    .select()
    .from(customerLinks)
    .where(and(eq(customerLinks.customerId, id), eq(customerLinks.idempotencyKey, idempotencyKey)));
  if (!row) throw new Error('the key of a link that is refused as used is used');
  const isSame =
    row.purpose === purpose && row.expiresAt.getTime() - row.createdAt.getTime() === days * DAY_MS;
  if (isSame) return row;
  throw new ConflictError(
    'This idempotency key was used for another link of this customer: use a new key for a new one.',
    { linkId: row.id },
  );
}
