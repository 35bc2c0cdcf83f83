import { desc, eq, sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { panelActs, panelWishes } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';
import { whyNoDeletion } from './why-no-deletion.ts';

type ServerAtPanel = OutputOf<typeof api.dunning.server>;

const ACTS_SHOWN = 50;

/** What we want of a server at VirtFusion, what we did to it, and a deletion under way. @throws NotFoundError */
export async function getServerAtPanel(
  ctx: Context,
  { id }: InputOf<typeof api.dunning.server>,
): Promise<ServerAtPanel> {
  const serverId = sql`${id}::bigint`;
  const { rows } = await ctx.db.execute(sql`SELECT FROM servers WHERE id = ${serverId}`);
  if (rows.length === 0) throw new NotFoundError('server', { id });
  const [wish] = await ctx.db.select().from(panelWishes).where(eq(panelWishes.serverId, serverId));
  const acts = await ctx.db
    .select()
    .from(panelActs)
    .where(eq(panelActs.serverId, serverId))
    .orderBy(desc(panelActs.id))
    .limit(ACTS_SHOWN);
  return {
    wish: wish
      ? {
          wanted: wish.wanted,
          reason: wish.reason,
          decidedAt: wish.decidedAt,
          outcome: wish.appliedVersion < wish.version ? null : wish.outcome,
          oursSince: wish.oursSince,
          wasRunning: wish.wasRunning,
          attempts: wish.attempts,
          lastError: wish.lastError,
          notBefore: wish.notBefore,
        }
      : null,
    acts: acts.map(({ id: actId, at, act, detail }) => ({ id: actId, at, act, detail })),
    deletion: await findDeletion(ctx, id),
    noDeletion: await whyNoDeletion(ctx, id),
  };
}

/** The deletion that was asked for, or the one that was confirmed last. */
async function findDeletion(ctx: Context, id: number): Promise<ServerAtPanel['deletion']> {
  const { rows } = await ctx.db.execute<Record<string, Date | string | null>>(sql`
    SELECT reason, requested_by_name, requested_at, confirmable_at, confirmed_by_name, confirmed_at FROM server_deletions
    WHERE server_id = ${id}::bigint AND cancelled_at IS NULL ORDER BY id DESC LIMIT 1`);
  const [row] = rows;
  if (!row) return null;
  return {
    reason: row.reason as string,
    requestedByName: row.requested_by_name as string,
    requestedAt: row.requested_at as Date,
    confirmableAt: row.confirmable_at as Date,
    confirmedByName: row.confirmed_by_name as string | null,
    confirmedAt: row.confirmed_at as Date | null,
  };
}
