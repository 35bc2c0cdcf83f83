import { eq, sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { adminInvitations, admins } from '#shared/schema/index.ts';
import { actorKey, type Context } from '../../../context.ts';
import { withTransaction } from '../../../db/transaction.ts';
import { ConflictError } from '../../../errors.ts';
import { newSeed, tokenHash } from '../../../secrets/seeded-token.ts';
import { recordAudit } from '../../audit/record-audit.ts';
import { findInvitations } from './invitation-rows.ts';
import { invitationTokenOf } from './invitation-token.ts';

type Wish = InputOf<typeof api.invitations.invite>;

const DAY_MS = 86_400_000;

/**
 * Invites an admin by a link that works once. A repeat with the same key tells the same invitation and the same link.
 * @throws ConflictError when somebody with that e-mail may sign in already, or the key came with another wish
 */
export async function inviteAdmin(
  ctx: Context,
  wish: Wish,
): Promise<OutputOf<typeof api.invitations.invite>> {
  return withTransaction(ctx, async (tx) => {
    const { id, seed } = (await insert(tx, wish)) ?? (await earlier(tx, wish));
    const [invitation] = await findInvitations(tx, { where: eq(adminInvitations.id, id), limit: 1 });
    if (!invitation) throw new Error('a row that was just written is there to be read');
    const token = invitationTokenOf(tx, seed);
    const { publicUrl } = tx.env;
    return { invitation, token, url: publicUrl === undefined ? null : `${publicUrl}/invitation#${token}` };
  });
}

type Made = Pick<typeof adminInvitations.$inferSelect, 'id' | 'seed'>;

/** Null when the key was used before. */
async function insert(tx: Context, wish: Wish): Promise<Made | null> {
  const { email, role, idempotencyKey } = wish;
  const createdAt = tx.clock.now();
  const expiresAt = new Date(createdAt.getTime() + wish.days * DAY_MS);
  const seed = newSeed();
  const [row] = await tx.db
    .insert(adminInvitations)
    .values({
      email,
      role,
      seed,
      tokenHash: tokenHash(invitationTokenOf(tx, seed)),
      invitedBy: actorKey(tx.actor),
      idempotencyKey,
      createdAt,
      expiresAt,
    })
    .onConflictDoNothing({ target: adminInvitations.idempotencyKey })
    .returning({ id: adminInvitations.id, seed: adminInvitations.seed });
  if (!row) return null;
  await refuseKnown(tx, email);
  await recordAudit(tx, {
    action: 'admin.invited',
    subject: `invitation:${row.id}`,
    after: { email, role, expiresAt: expiresAt.toISOString() },
  });
  return row;
}

async function refuseKnown(tx: Context, email: string): Promise<void> {
  const [known] = await tx.db
    .select({ id: admins.id })
    .from(admins)
    .where(sql`lower(${admins.email}) = lower(${email})`);
  if (known) throw new ConflictError(`There is an admin with the e-mail ${email} already.`, { email });
}

async function earlier(tx: Context, { email, role, days, idempotencyKey }: Wish): Promise<Made> {
  const [row] = await tx.db
    .select()
    .from(adminInvitations)
    .where(eq(adminInvitations.idempotencyKey, idempotencyKey));
  if (!row) throw new Error('the key of an invitation that is refused as used is used');
  const itsDays = (row.expiresAt.getTime() - row.createdAt.getTime()) / DAY_MS;
  if (row.email === email && row.role === role && itsDays === days) return row;
  throw new ConflictError(
    'This idempotency key was used for another invitation: use a new key for a new one.',
    {
      invitationId: row.id,
    },
  );
}
