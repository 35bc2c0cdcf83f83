import { sql } from 'drizzle-orm';
import type { Replay } from '#shared/api/replays.ts';
import { can, mayDo, moneyLimits, roles } from '#shared/auth/roles.ts';
import { actorKey, type Context, isStaff, type Staff } from '../../context.ts';

const approvers = roles.filter((role) => can(role, 'corrections.approve'));

/** Tells of a replay whether it is more than whoever asks may post alone, and why they may not approve it. */
export async function findApproval(
  ctx: Context,
): Promise<(replay: { createdBy: string; moves: bigint }) => Replay['mine']> {
  const { actor } = ctx;
  if (!isStaff(actor)) return () => ({ needsApproval: false, approvalRefusal: null });
  const others = await othersCouldApprove(ctx, actor);
  return ({ createdBy, moves }) => ({
    needsApproval: moves > moneyLimits[actor.role].replay,
    approvalRefusal: refusalFor(actor, { isOwn: createdBy === actorKey(actor), others }),
  });
}

async function othersCouldApprove(
  ctx: Context,
  { kind, id }: { kind: string; id: number },
): Promise<boolean> {
  const { rows } = await ctx.db.execute<{ others: boolean }>(sql`
    SELECT EXISTS (SELECT FROM admins WHERE disabled_at IS NULL AND role = ANY(${sql.param(approvers)}::text[])
      AND id <> ${kind === 'admin' ? id : 0}::bigint) AS others`);
  return rows[0]?.others === true;
}

function refusalFor(actor: Staff, { isOwn, others }: { isOwn: boolean; others: boolean }): string | null {
  if (!mayDo(actor, 'corrections.approve')) return 'A large replay is approved by an owner.';
  // Whoever made a token may have made the replay too.
  if (actor.kind === 'token') return 'A token is no second person: approve it signed in as an admin.';
  if (isOwn && others) return 'You made this replay. It moves so much that another owner has to approve it.';
  return null;
}
