import { isDeepStrictEqual } from 'node:util';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { can, permissions, roles } from '#shared/auth/roles.ts';
import { apiTokens } from '#shared/schema/index.ts';
import type { Context } from '../../../context.ts';
import { withTransaction } from '../../../db/transaction.ts';
import { ConflictError, InvalidInputError } from '../../../errors.ts';
import { tokenHash } from '../../../secrets/seeded-token.ts';
import { recordAudit } from '../../audit/record-audit.ts';
import { newTokenText, tokenPrefix } from './token-text.ts';

/** A new API token, as it is asked for. */
export const newToken = z.strictObject({
  name: z.string().trim().min(1, 'Write a name').max(100, 'At most 100 letters'),
  role: z.enum(roles),
  /** Null or absent: all its role may. */
  permissions: z.array(z.enum(permissions)).min(1, 'Choose at least one').nullable().default(null),
  /** Whether it may do what asks a person for a fresh proof. */
  sensitive: z.boolean().default(false),
  /** Absent: until it is revoked. */
  expiresAt: z.date().optional(),
  /** A repeat with the same key makes no second token. */
  idempotencyKey: z.string().optional(),
});
export type NewToken = z.input<typeof newToken>;

/** A token's text is told once: null for a repeat. */
export interface CreatedToken<Text> {
  id: number;
  token: Text;
}

/**
 * Makes an API token. Its text is in the reply and nowhere else.
 * Throws ZodError, or 'invalid_input' for a past expiry and for permissions that its role lacks.
 */
export async function createToken(ctx: Context, input: NewToken): Promise<CreatedToken<string>> {
  const { id, token } = await createTokenOnce(ctx, input);
  if (token === null) throw new Error('Without a key no token is a repeat');
  return { id, token };
}

/** The same, once for each key. */
export async function createTokenOnce(ctx: Context, input: NewToken): Promise<CreatedToken<string | null>> {
  const wanted = newToken.parse(input);
  if (wanted.expiresAt && wanted.expiresAt <= ctx.clock.now()) {
    throw new InvalidInputError('expiresAt', 'Choose an instant in the future');
  }
  const lacking = (wanted.permissions ?? []).filter((permission) => !can(wanted.role, permission));
  if (lacking.length > 0) {
    throw new InvalidInputError('permissions', `The role ${wanted.role} lacks ${lacking.join(', ')}`);
  }
  return withTransaction(ctx, async (tx) => (await insert(tx, wanted)) ?? (await earlier(tx, wanted)));
}

type Wanted = z.output<typeof newToken>;

/** Null when the key was used before. */
async function insert(tx: Context, wanted: Wanted): Promise<CreatedToken<string> | null> {
  const token = newTokenText();
  const prefix = tokenPrefix(token);
  const [row] = await tx.db
    .insert(apiTokens)
    .values({
      ...wanted,
      prefix,
      tokenHash: tokenHash(token),
      createdBy: tx.actor.kind === 'admin' ? tx.actor.id : null,
      createdAt: tx.clock.now(),
    })
    .onConflictDoNothing({ target: apiTokens.idempotencyKey })
    .returning({ id: apiTokens.id });
  if (!row) return null;
  const { name, role, permissions, sensitive } = wanted;
  const expiresAt = wanted.expiresAt?.toISOString() ?? null;
  const after = { name, role, permissions, sensitive, prefix, expiresAt };
  await recordAudit(tx, { action: 'token.created', subject: `token:${row.id}`, after });
  return { id: row.id, token };
}

async function earlier(tx: Context, wanted: Wanted): Promise<CreatedToken<null>> {
  const [row] = await tx.db
    .select()
    .from(apiTokens)
    .where(eq(apiTokens.idempotencyKey, wanted.idempotencyKey ?? ''));
  if (!row) throw new Error('the key of a token that is refused as used is used');
  const { name, role, permissions, sensitive } = wanted;
  if (isDeepStrictEqual(pick(row), { name, role, permissions, sensitive }))
    return { id: row.id, token: null };
  throw new ConflictError('This idempotency key was used for another token: use a new key for a new one.', {
    tokenId: row.id,
  });
}

function pick({ name, role, permissions, sensitive }: typeof apiTokens.$inferSelect) {
  return { name, role, permissions, sensitive };
}
