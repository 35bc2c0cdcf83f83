import { eq } from 'drizzle-orm';
import { toString as drawQr } from 'qrcode';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { needsSecondFactor } from '#shared/auth/roles.ts';
import { adminSecondFactors, admins } from '#shared/schema/index.ts';
import type { Context } from '../../../context.ts';
import { withTransaction } from '../../../db/transaction.ts';
import { InvalidInputError, RefusedError } from '../../../errors.ts';
import { recordAudit } from '../../audit/record-audit.ts';
import { personOf } from '../own-access/person-of.ts';
import { tellSignInChanged } from '../tell-sign-in-changed.ts';
import { hasSecondFactor } from './prove-second-factor.ts';
import { removeRecoveryCodes, replaceRecoveryCodes } from './recovery-codes.ts';
import { openTotpSecret, sealTotpSecret } from './sealed-secret.ts';
import { getSignInRules } from './second-factor-rule.ts';
import { newTotpSecret, stepOfCode, totpUri } from './totp.ts';

/**
 * A new secret for an authenticator app, which counts for nothing until `confirmSecondFactor`. Begun again, the one
 * before is gone. @throws RefusedError while there is one that counts
 */
export async function beginSecondFactor(ctx: Context): Promise<OutputOf<typeof api.self.beginSecondFactor>> {
  const { id } = personOf(ctx);
  const secret = newTotpSecret();
  const email = await withTransaction(ctx, async (tx) => {
    const [admin] = await tx.db.select().from(admins).where(eq(admins.id, id)).for('update');
    if (!admin) throw new Error('whoever is signed in has a row');
    if (await hasSecondFactor(tx, id)) {
      throw new RefusedError('You have an authenticator app already. Remove it first, to set up another.');
    }
    const begun = { sealedSecret: sealTotpSecret(tx, id, secret), createdAt: tx.clock.now(), lastStep: null };
    await tx.db
      .insert(adminSecondFactors)
      .values({ adminId: id, ...begun })
      .onConflictDoUpdate({ target: adminSecondFactors.adminId, set: begun });
    return admin.email;
  });
  const uri = totpUri(secret, email);
  return { secret, uri, qr: await drawQr(uri, { type: 'svg', margin: 1 }) };
}

/**
 * From now on sign-in asks for a code; tells ten recovery codes, once.
 * @throws InvalidInputError for a code the app would not show now; RefusedError when nothing was begun or all is done
 */
export async function confirmSecondFactor(
  ctx: Context,
  { code }: InputOf<typeof api.self.confirmSecondFactor>,
): Promise<OutputOf<typeof api.self.confirmSecondFactor>> {
  const { id } = personOf(ctx);
  return withTransaction(ctx, async (tx) => {
    const its = eq(adminSecondFactors.adminId, id);
    const [factor] = await tx.db.select().from(adminSecondFactors).where(its).for('update');
    if (!factor) throw new RefusedError('Begin the set-up first: there is no app to confirm.');
    if (factor.confirmedAt) throw new RefusedError('Your authenticator app is set up already.');
    const at = tx.clock.now();
    const secret = openTotpSecret(tx, factor);
    const step = await stepOfCode({ secret, code }, { at, afterStep: null });
    if (step === null) {
      throw new InvalidInputError(
        'code',
        'This is not what the app shows now. Is the clock of the phone right?',
      );
    }
    await tx.db.update(adminSecondFactors).set({ confirmedAt: at, lastStep: step }).where(its);
    await recordAudit(tx, { action: 'admin.second_factor_on', subject: `admin:${id}` });
    await tellSignInChanged(tx, id, 'second_factor_on');
    return { recoveryCodes: await replaceRecoveryCodes(tx, id) };
  });
}

/** Sign-in asks for no code any more. A repeat changes nothing. @throws RefusedError where the rules ask for one */
export async function removeSecondFactor(ctx: Context): Promise<{ success: true }> {
  const person = personOf(ctx);
  const { secondFactor } = await getSignInRules(ctx);
  if (needsSecondFactor(secondFactor, person.role)) {
    throw new RefusedError('The rules of this installation ask you for a second factor.');
  }
  await withTransaction(ctx, async (tx) => {
    if (await takeSecondFactor(tx, person.id)) await tellSignInChanged(tx, person.id, 'second_factor_off');
  });
  return { success: true };
}

/** Takes the factor and the recovery codes of an admin, and notes it; false where there was none that counted. */
export async function takeSecondFactor(tx: Context, adminId: number): Promise<boolean> {
  const [gone] = await tx.db
    .delete(adminSecondFactors)
    .where(eq(adminSecondFactors.adminId, adminId))
    .returning({ confirmedAt: adminSecondFactors.confirmedAt });
  await removeRecoveryCodes(tx, adminId);
  if (!gone?.confirmedAt) return false;
  await recordAudit(tx, { action: 'admin.second_factor_off', subject: `admin:${adminId}` });
  return true;
}

/** Ten new recovery codes in the place of the old. @throws RefusedError without a second factor */
export async function renewRecoveryCodes(
  ctx: Context,
): Promise<OutputOf<typeof api.self.renewRecoveryCodes>> {
  const { id } = personOf(ctx);
  return withTransaction(ctx, async (tx) => {
    if (!(await hasSecondFactor(tx, id))) {
      throw new RefusedError('Recovery codes come with an authenticator app: set one up first.');
    }
    await recordAudit(tx, { action: 'admin.recovery_codes_renewed', subject: `admin:${id}` });
    await tellSignInChanged(tx, id, 'recovery_codes');
    return { recoveryCodes: await replaceRecoveryCodes(tx, id) };
  });
}
