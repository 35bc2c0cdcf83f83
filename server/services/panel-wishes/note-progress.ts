import { sql } from 'drizzle-orm';
import type { PanelAction } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { type ClaimedWish, leaseFrom } from './claim-wish.ts';

/**
 * Notes what is about to be sent, before it is: if this process dies or the reply is lost, whoever goes on knows that
 * VirtFusion may have acted. False when the wish has changed or is another's by now: then nothing may be sent.
 */
export async function noteSent(
  ctx: Context,
  wish: ClaimedWish,
  { action, runs }: { action: PanelAction; runs: boolean | null },
): Promise<boolean> {
  // Between our unsuspending and our boot it is off, though it ran before. Where its hypervisor is silent, what it was
  // last seen as counts.
  const wasRunning =
    action === 'suspend' && !wish.releasedAt
      ? sql`coalesce(${runs}::boolean, (SELECT state = 'running' FROM servers WHERE id = server_id))`
      : sql`${wish.wasRunning}::boolean`;
  const { rowCount } = await ctx.db.execute(sql`
    UPDATE panel_wishes SET sent_action = ${action}, sent_at = ${ctx.clock.now().toISOString()}::timestamptz,
      was_running = ${wasRunning}, lease_until = ${leaseFrom(ctx.clock.now())}::timestamptz
    WHERE server_id = ${wish.serverId} AND version = ${wish.version} AND lease_owner = ${ctx.instance}`);
  return rowCount === 1;
}

/** VirtFusion did not act on the last call: what was sent before it is the last again. */
export async function noteRefused(ctx: Context, wish: ClaimedWish): Promise<void> {
  await ctx.db.execute(sql`
    UPDATE panel_wishes SET sent_action = ${wish.sent?.action ?? null},
      sent_at = ${wish.sent?.at.toISOString() ?? null}::timestamptz
    WHERE server_id = ${wish.serverId} AND lease_owner = ${ctx.instance}`);
}

/** Keeps at once what an answer taught: that the suspension is ours, or that our unsuspending came through. */
export async function noteLearned(
  ctx: Context,
  wish: ClaimedWish,
  learned: 'ours' | 'released',
): Promise<void> {
  const column = learned === 'ours' ? sql`ours_since` : sql`released_at`;
  await ctx.db.execute(sql`
    UPDATE panel_wishes SET ${column} = coalesce(${column}, ${ctx.clock.now().toISOString()}::timestamptz)
    WHERE server_id = ${wish.serverId} AND lease_owner = ${ctx.instance}`);
}

/** Lets go of a wish until an instant, and says why it had to wait. */
export async function postpone(
  ctx: Context,
  wish: ClaimedWish,
  { until, error }: { until: Date; error: string },
): Promise<void> {
  await ctx.db.execute(sql`
    UPDATE panel_wishes SET attempts = attempts + 1, last_error = ${error}, lease_until = NULL, lease_owner = NULL,
      -- A wish that changed meanwhile waits for nothing.
      not_before = CASE WHEN version = ${wish.version} THEN ${until.toISOString()}::timestamptz END
    WHERE server_id = ${wish.serverId} AND lease_owner = ${ctx.instance}`);
}
