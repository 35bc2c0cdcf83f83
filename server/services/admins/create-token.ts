import { z } from 'zod';
import { roles } from '#shared/auth/roles.ts';
import { apiTokens } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { InvalidInputError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { newTokenText, tokenHash, tokenPrefix } from './token-text.ts';

/** A new API token, as it is asked for. */
export const newToken = z.strictObject({
  name: z.string().trim().min(1, 'Write a name').max(100, 'At most 100 letters'),
  role: z.enum(roles),
  /** Absent: until it is revoked. */
  expiresAt: z.date().optional(),
});
export type NewToken = z.output<typeof newToken>;

/** Makes an API token. Its text is in the reply and nowhere else. Throws ZodError, or 'invalid_input' for a past expiry. */
export async function createToken(
  ctx: Context,
  input: NewToken,
): Promise<{ id: number; token: string; prefix: string }> {
  const { name, role, expiresAt } = newToken.parse(input);
  if (expiresAt && expiresAt <= ctx.clock.now()) {
    throw new InvalidInputError('expiresAt', 'Choose an instant in the future');
  }
  const token = newTokenText();
  const prefix = tokenPrefix(token);
  const createdBy = ctx.actor.kind === 'admin' ? ctx.actor.id : null;
  return withTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .insert(apiTokens)
      .values({
        name,
        prefix,
        tokenHash: tokenHash(token),
        role,
        createdBy,
        createdAt: ctx.clock.now(),
        expiresAt,
      })
      .returning({ id: apiTokens.id });
    if (!row) throw new Error('The database added a token and did not say which');
    const after = { name, role, prefix, expiresAt: expiresAt?.toISOString() ?? null };
    await recordAudit(tx, { action: 'token.created', subject: `token:${row.id}`, after });
    return { id: row.id, token, prefix };
  });
}
