import { eq } from 'drizzle-orm';
import { admins } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { notify } from '../notices/notify.ts';

/** What became different, as the end of a sentence about an admin. */
const changes = {
  password: 'has a new password',
  second_factor_on: 'signs in with an authenticator app from now on',
  second_factor_off: 'signs in without a second factor from now on',
  recovery_codes: 'has new recovery codes; the old ones work no more',
  reset: 'has a new password and no second factor: somebody at the machine reset the sign-in',
};

/**
 * Tells the admins, in the transaction of the change: whoever took over an account changes its factors first, and the
 * owner of the account is the one who knows that it was not them (ASVS 5.0, 6.3.7).
 */
export async function tellSignInChanged(
  tx: Context,
  adminId: number,
  change: keyof typeof changes,
): Promise<void> {
  const [admin] = await tx.db.select({ name: admins.name }).from(admins).where(eq(admins.id, adminId));
  const by = tx.actor.kind === 'admin' && tx.actor.id !== adminId ? ` Done by ${tx.actor.name}.` : '';
  await notify(tx, {
    event: 'sign_in.changed',
    customerId: null,
    key: `sign-in:${adminId}:${change}:${tx.clock.now().toISOString()}`,
    facts: {
      subject: `admin:${adminId}`,
      message: `${admin?.name ?? 'An admin'} ${changes[change]}.${by} If that was not meant, disable the account and look at the audit log.`,
    },
  });
}
