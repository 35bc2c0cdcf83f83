import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { auth, signedInAdmin } from '#shared/api/auth.ts';
import type { InputOf } from '#shared/api/endpoint.ts';
import { admins } from '#shared/schema/index.ts';
import { asSystem, type Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { AppError, InvalidInputError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { passwordFits } from './passwords.ts';
import { hasSecondFactor, proveSecondFactor } from './second-factor/prove-second-factor.ts';

export type SignedInAdmin = z.output<typeof signedInAdmin>;
export type Origin = { address: string | null; requestId: string | null };
/** An admin, and the era that sessions of theirs begin in. */
export type Entered = SignedInAdmin & { sessionEra: number };

/**
 * The admin with this e-mail and password, and the code of their app where they have one. Who gets in and what is
 * refused are audited.
 * Throws 'unauthenticated' with the same words, after the same time, whether the e-mail is unknown, the admin is
 * disabled or the password is wrong; after a right password 'second_factor_wanted' without a code, and
 * 'invalid_input' for a wrong one.
 */
export async function signIn(
  ctx: Context,
  input: InputOf<typeof auth.signIn>,
  origin: Origin,
): Promise<Entered> {
  const known = await findByEmail(ctx, input.email);
  const fits = await passwordFits(input.password, known && !known.disabledAt ? known.passwordHash : null);
  if (!known || !fits) {
    await noteRefusal(ctx, { email: input.email }, origin);
    throw new AppError('unauthenticated', 'The e-mail or the password is wrong.');
  }
  const admin = { id: known.id, email: known.email, name: known.name, role: known.role };
  const asAdmin: Context = { ...ctx, actor: { kind: 'admin', ...admin, ...origin } };
  await requireSecondFactor(asAdmin, admin, input.code, origin);
  await withTransaction(asAdmin, (tx) =>
    recordAudit(tx, { action: 'admin.signed_in', subject: `admin:${admin.id}` }),
  );
  return { ...admin, sessionEra: known.sessionEra };
}

async function requireSecondFactor(
  ctx: Context,
  admin: SignedInAdmin,
  code: string | undefined,
  origin: Origin,
): Promise<void> {
  if (!(await hasSecondFactor(ctx, admin.id))) return;
  if (code === undefined) {
    throw new AppError(
      'second_factor_wanted',
      'Write the six digits your authenticator app shows, or a recovery code.',
    );
  }
  if (await proveSecondFactor(ctx, admin.id, code)) return;
  await noteRefusal(ctx, { email: admin.email, secondFactor: 'wrong' }, origin);
  throw new InvalidInputError('code', 'This code is wrong, or was used before. Wait for the next one.');
}

async function findByEmail(ctx: Context, email: string) {
  const [admin] = await ctx.db.select().from(admins).where(sql`lower(${admins.email}) = lower(${email})`);
  return admin ?? null;
}

// In a transaction of its own: the refusal that follows must not undo it.
async function noteRefusal(ctx: Context, after: Record<string, string>, origin: Origin): Promise<void> {
  await withTransaction(asSystem(ctx, 'sign-in'), (tx) =>
    recordAudit(tx, { action: 'admin.sign_in_refused', subject: 'sign-in', after, origin }),
  );
}
