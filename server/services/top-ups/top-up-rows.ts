import { eq, type SQL, sql } from 'drizzle-orm';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { topUps } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';
import { nameOfActor } from '../audit/name-of-actor.ts';

export type TopUp = OutputOf<typeof api.topUps.list>['rows'][number];
/** As it is kept. */
export type TopUpRow = typeof topUps.$inferSelect;

interface Found extends Record<string, unknown> {
  id: number;
  key: string;
  customer_id: number;
  customer_name: string | null;
  amount_micros: bigint;
  currency: string;
  mode: TopUp['mode'];
  status: TopUp['status'];
  problem: string | null;
  captured_text: string | null;
  taken_back_micros: bigint;
  order_id: string | null;
  capture_id: string | null;
  requested_by: string;
  created_at: Date;
  updated_at: Date;
  expires_at: Date;
  settled_at: Date | null;
  settled_by: string | null;
  settled_reason: string | null;
}

/** Top-ups as pages show them, newest first; `where` speaks of `t`. */
export async function findTopUps(
  ctx: Context,
  { where, limit }: { where: SQL; limit: number },
): Promise<TopUp[]> {
  const { rows } = await ctx.db.execute<Found>(sql`
    SELECT t.*, c.name AS customer_name, ${nameOfActor(sql`t.requested_by`)} AS requested_by,
      ${nameOfActor(sql`t.settled_by`)} AS settled_by
    FROM (SELECT * FROM top_ups t WHERE ${where} ORDER BY t.id DESC LIMIT ${limit}) t
    LEFT JOIN customers c ON c.id = t.customer_id ORDER BY t.id DESC`);
  return rows.map(topUpOf);
}

/** One top-up as pages show it. @throws NotFoundError */
export async function findTopUp(ctx: Context, id: number): Promise<TopUp> {
  const [found] = await findTopUps(ctx, { where: sql`t.id = ${id}::bigint`, limit: 1 });
  if (!found) throw new NotFoundError('top-up', { id });
  return found;
}

/** The row, as it was last committed. @throws NotFoundError */
export async function readTopUp(ctx: Context, id: number): Promise<TopUpRow> {
  const [row] = await ctx.db
    .select()
    .from(topUps)
    .where(eq(topUps.id, sql`${id}::bigint`));
  if (!row) throw new NotFoundError('top-up', { id });
  return row;
}

/** The row, locked until the transaction ends. Taken before the lock of the wallet, always. */
export async function lockTopUp(tx: Context, id: number): Promise<TopUpRow> {
  const [row] = await tx.db.select().from(topUps).where(eq(topUps.id, id)).for('update');
  if (!row) throw new Error(`Top-up ${id} was there a moment ago, and rows are never removed`);
  return row;
}

/** The row behind a payment link. @throws NotFoundError that does not repeat the key */
export async function readTopUpByKey(ctx: Context, key: string): Promise<TopUpRow> {
  const [row] = await ctx.db.select().from(topUps).where(eq(topUps.key, key));
  if (!row) throw new NotFoundError('payment', { link: 'like this' });
  return row;
}

function topUpOf(row: Found): TopUp {
  const { settled_at: at, settled_by: by, settled_reason: reason } = row;
  return {
    id: row.id,
    key: row.key,
    customerId: row.customer_id,
    customerName: row.customer_name,
    amount: row.amount_micros,
    currency: row.currency,
    mode: row.mode,
    status: row.status,
    problem: row.problem,
    captured: row.captured_text,
    takenBack: row.taken_back_micros,
    orderId: row.order_id,
    captureId: row.capture_id,
    requestedBy: row.requested_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    expiresAt: row.expires_at,
    settled: at && by !== null && reason !== null ? { at, by, reason } : null,
  };
}
