import { eq } from 'drizzle-orm';
import type { auth } from '#shared/api/auth.ts';
import type { InputOf } from '#shared/api/endpoint.ts';
import { admins } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { InvalidInputError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { personOf } from './own-access/person-of.ts';
import { passwordFits } from './passwords.ts';
import { proveSecondFactor } from './second-factor/prove-second-factor.ts';

/**
 * Whoever is signed in proves once more that it is them, by their password or a code. Both outcomes are audited.
 * @throws InvalidInputError when it is wrong, or neither or both are given; RefusedError for a token
 */
export async function confirmIdentity(
  ctx: Context,
  { password, code }: InputOf<typeof auth.confirm>,
): Promise<void> {
  const { id } = personOf(ctx);
  if ((password === undefined) === (code === undefined)) {
    throw new InvalidInputError('password', 'Write either your password or a code.');
  }
  const proved =
    password === undefined
      ? await proveSecondFactor(ctx, id, code ?? '')
      : await isOwnPassword(ctx, { id, password });
  await withTransaction(ctx, (tx) =>
    recordAudit(tx, {
      action: proved ? 'admin.confirmed' : 'admin.confirm_refused',
      subject: `admin:${id}`,
      after: { by: password === undefined ? 'code' : 'password' },
    }),
  );
  if (proved) return;
  if (password !== undefined) throw new InvalidInputError('password', 'This is not your password.');
  throw new InvalidInputError('code', 'This code is wrong, or was used before. Wait for the next one.');
}

/** Whether this is the password of an admin; takes as long where there is no such admin. */
export async function isOwnPassword(
  ctx: Context,
  { id, password }: { id: number; password: string },
): Promise<boolean> {
  const [admin] = await ctx.db.select({ hash: admins.passwordHash }).from(admins).where(eq(admins.id, id));
  return passwordFits(password, admin?.hash ?? null);
}
