import { sql } from 'drizzle-orm';
import type { PanelAction, PanelState } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import type { WishInHand } from './next-step.ts';

/** A wish that this process is at. Its lease ends by itself if the process does not. */
export interface ClaimedWish extends WishInHand {
  serverId: number;
  customerId: number;
  version: number;
  reason: string;
  attempts: number;
}

/** Longer than the longest call to VirtFusion with all its repeats. */
const LEASE_MS = 4 * 60_000;

/** Until when a lease lasts that is taken or renewed now: before each look, and before each call. */
export function leaseFrom(now: Date): string {
  return new Date(now.getTime() + LEASE_MS).toISOString();
}

interface Row extends Record<string, unknown> {
  customer_id: number;
  wanted: PanelState;
  version: number;
  reason: string;
  ours_since: Date | null;
  was_running: boolean | null;
  released_at: Date | null;
  sent_action: PanelAction | null;
  sent_at: Date | null;
  attempts: number;
}

/** Takes a wish that is still to be carried out, or takes it for longer; null when another has it, or nothing is left. */
export async function claimWish(ctx: Context, serverId: number): Promise<ClaimedWish | null> {
  const now = ctx.clock.now();
  const { rows } = await ctx.db.execute<Row>(sql`
    UPDATE panel_wishes SET lease_until = ${leaseFrom(now)}::timestamptz,
      lease_owner = ${ctx.instance}
    WHERE server_id = ${serverId} AND applied_version < version
      AND (lease_until IS NULL OR lease_until <= ${now.toISOString()}::timestamptz OR lease_owner = ${ctx.instance})
    RETURNING customer_id, wanted, version, reason, ours_since, was_running, released_at, sent_action, sent_at, attempts`);
  const [row] = rows;
  if (!row) return null;
  const { sent_action: action, sent_at: at } = row;
  return {
    serverId,
    customerId: row.customer_id,
    version: row.version,
    wanted: row.wanted,
    reason: row.reason,
    oursSince: row.ours_since,
    wasRunning: row.was_running,
    releasedAt: row.released_at,
    sent: action && at ? { action, at } : null,
    attempts: row.attempts,
  };
}

/** Servers whose wish is due and nobody is at, those to be set free first: their customers have paid. */
export async function findDueWishes(ctx: Context, limit: number): Promise<number[]> {
  const now = sql`${ctx.clock.now().toISOString()}::timestamptz`;
  const { rows } = await ctx.db.execute<{ server_id: number }>(sql`
    SELECT server_id FROM panel_wishes WHERE applied_version < version
      AND (not_before IS NULL OR not_before <= ${now}) AND (lease_until IS NULL OR lease_until <= ${now})
    ORDER BY wanted <> 'free', decided_at, server_id LIMIT ${limit}`);
  return rows.map((row) => row.server_id);
}

/** When the next wish that waits is due; null when none waits. */
export async function nextDue(ctx: Context): Promise<Date | null> {
  const { rows } = await ctx.db.execute<{ at: Date | null }>(sql`
    SELECT min(greatest(not_before, lease_until)) AS at FROM panel_wishes WHERE applied_version < version`);
  return rows[0]?.at ?? null;
}
