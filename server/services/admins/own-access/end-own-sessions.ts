import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../../context.ts';
import { withTransaction } from '../../../db/transaction.ts';
import { recordAudit } from '../../audit/record-audit.ts';
import { endSessions } from '../end-sessions.ts';
import { personOf } from './person-of.ts';

/** Ends one session of whoever is signed in. One that is over, or somebody else's, is not touched. */
export async function endOwnSession(
  ctx: Context,
  { session }: InputOf<typeof api.self.endSession>,
): Promise<{ success: true }> {
  await end(ctx, { named: session });
  return { success: true };
}

/** Ends all sessions of whoever is signed in but the one they ask from. */
export async function endOtherSessions(ctx: Context, current: string): Promise<{ ended: number }> {
  return { ended: await end(ctx, { kept: current }) };
}

async function end(ctx: Context, which: { named: string } | { kept: string }): Promise<number> {
  const { id: adminId } = personOf(ctx);
  return withTransaction(ctx, async (tx) => {
    const ended = await endSessions(tx, { adminId, ...which });
    if (ended > 0) {
      await recordAudit(tx, {
        action: 'admin.sessions_ended',
        subject: `admin:${adminId}`,
        after: { sessions: ended },
      });
    }
    return ended;
  });
}
