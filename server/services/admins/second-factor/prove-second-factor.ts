import { and, eq, isNotNull } from 'drizzle-orm';
import { adminSecondFactors } from '#shared/schema/index.ts';
import type { Context } from '../../../context.ts';
import { withTransaction } from '../../../db/transaction.ts';
import { AppError } from '../../../errors.ts';
import { recordAudit } from '../../audit/record-audit.ts';
import { useRecoveryCode } from './recovery-codes.ts';
import { openTotpSecret } from './sealed-secret.ts';
import { stepOfCode } from './totp.ts';

/**
 * Wrong codes of one admin in a quarter of an hour, from wherever they come: three of a million are right at a time.
 * Only who knows the password gets here, so no stranger can shut the owner out by it.
 */
export const WRONG_CODES = 10;
const WAIT_MS = 15 * 60 * 1000;

type Factor = typeof adminSecondFactors.$inferSelect;
type Verdict = 'right' | 'wrong' | { waitUntil: Date };

/** Whether sign-in asks this admin for a code. */
export async function hasSecondFactor(ctx: Context, adminId: number): Promise<boolean> {
  const [factor] = await ctx.db
    .select({ adminId: adminSecondFactors.adminId })
    .from(adminSecondFactors)
    .where(confirmedOf(adminId));
  return factor !== undefined;
}

/**
 * Uses a code of the app or a recovery code of an admin; false when it is wrong or was used before.
 * @throws AppError 'too_many_requests' after ten wrong ones, until a quarter of an hour is over
 */
export async function proveSecondFactor(ctx: Context, adminId: number, code: string): Promise<boolean> {
  // In a transaction of its own: the refusal that follows must not undo what is counted.
  const verdict = await withTransaction(ctx, (tx) => judge(tx, adminId, code));
  if (typeof verdict === 'string') return verdict === 'right';
  const seconds = Math.ceil((verdict.waitUntil.getTime() - ctx.clock.now().getTime()) / 1000);
  throw new AppError(
    'too_many_requests',
    `Too many wrong codes. Try again in ${Math.ceil(seconds / 60)} minutes.`,
    {
      facts: { retryAfterSeconds: seconds },
    },
  );
}

async function judge(tx: Context, adminId: number, code: string): Promise<Verdict> {
  const [factor] = await tx.db.select().from(adminSecondFactors).where(confirmedOf(adminId)).for('update');
  if (!factor) return 'wrong';
  const now = tx.clock.now();
  const counting = factor.failuresUntil !== null && factor.failuresUntil > now;
  if (counting && factor.failures >= WRONG_CODES && factor.failuresUntil) {
    return { waitUntil: factor.failuresUntil };
  }
  if (await isRight(tx, factor, code)) {
    await change(tx, adminId, { failures: 0, failuresUntil: null });
    return 'right';
  }
  await change(tx, adminId, {
    failures: counting ? factor.failures + 1 : 1,
    failuresUntil: counting ? factor.failuresUntil : new Date(now.getTime() + WAIT_MS),
  });
  return 'wrong';
}

async function isRight(tx: Context, factor: Factor, code: string): Promise<boolean> {
  const { adminId } = factor;
  if (!/^\d{6}$/.test(code)) {
    if (!(await useRecoveryCode(tx, adminId, code))) return false;
    await recordAudit(tx, { action: 'admin.recovery_code_used', subject: `admin:${adminId}` });
    return true;
  }
  const secret = openTotpSecret(tx, factor);
  const step = await stepOfCode({ secret, code }, { at: tx.clock.now(), afterStep: factor.lastStep });
  if (step === null) return false;
  await change(tx, adminId, { lastStep: step });
  return true;
}

async function change(tx: Context, adminId: number, values: Partial<Factor>): Promise<void> {
  await tx.db.update(adminSecondFactors).set(values).where(eq(adminSecondFactors.adminId, adminId));
}

function confirmedOf(adminId: number) {
  return and(eq(adminSecondFactors.adminId, adminId), isNotNull(adminSecondFactors.confirmedAt));
}
