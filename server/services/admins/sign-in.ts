import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { auth, signedInAdmin } from '#shared/api/auth.ts';
import type { InputOf } from '#shared/api/endpoint.ts';
import { admins } from '#shared/schema/index.ts';
import { asSystem, type Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { AppError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { passwordFits } from './passwords.ts';

export type SignedInAdmin = z.output<typeof signedInAdmin>;
export type Origin = { address: string | null; requestId: string | null };

/**
 * The admin with this e-mail and password; both outcomes are audited. Throws 'unauthenticated' with the same
 * words, after the same time, whether the e-mail is unknown, the admin is disabled or the password is wrong.
 */
export async function signIn(
  ctx: Context,
  input: InputOf<typeof auth.signIn>,
  origin: Origin,
): Promise<SignedInAdmin> {
  const known = await findByEmail(ctx, input.email);
  const fits = await passwordFits(input.password, known && !known.disabledAt ? known.passwordHash : null);
  if (!known || !fits) {
    await noteRefusal(ctx, input.email, origin);
    throw new AppError('unauthenticated', 'The e-mail or the password is wrong.');
  }
  const admin = { id: known.id, email: known.email, name: known.name, role: known.role };
  const asAdmin: Context = { ...ctx, actor: { kind: 'admin', ...admin, ...origin } };
  await withTransaction(asAdmin, (tx) =>
    recordAudit(tx, { action: 'admin.signed_in', subject: `admin:${admin.id}` }),
  );
  return admin;
}

async function findByEmail(ctx: Context, email: string) {
  const [admin] = await ctx.db.select().from(admins).where(sql`lower(${admins.email}) = lower(${email})`);
  return admin ?? null;
}

// In a transaction of its own: the refusal that follows must not undo it.
async function noteRefusal(ctx: Context, email: string, origin: Origin): Promise<void> {
  await withTransaction(asSystem(ctx, 'sign-in'), (tx) =>
    recordAudit(tx, { action: 'admin.sign_in_refused', subject: 'sign-in', after: { email }, origin }),
  );
}
