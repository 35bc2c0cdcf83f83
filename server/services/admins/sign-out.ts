import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { RefusedError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';

/** Records that the admin left; the session itself is ended by the caller. Throws 'refused' for a token. */
export async function signOut(ctx: Context): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== 'admin') {
    throw new RefusedError('An API token has no session to end. Revoke the token instead.');
  }
  await withTransaction(ctx, (tx) =>
    recordAudit(tx, { action: 'admin.signed_out', subject: `admin:${actor.id}` }),
  );
}
