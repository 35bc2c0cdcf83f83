import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { countRows } from '../paging/count-rows.ts';
import { cutPage, decodeCursor, whole } from '../paging/cursor.ts';

type Page = OutputOf<typeof api.dunning.list>;

interface Row extends Record<string, unknown> {
  customer_id: number;
  name: string | null;
  balance: bigint;
  stage: Page['rows'][number]['stage'];
  hold: Page['rows'][number]['hold'];
  stage_since: Date;
  empty_at: Date | null;
  grace_until: Date | null;
  suspend_at: Date | null;
  deletable_at: Date | null;
  suspended: number;
  pending: number;
}

/** Customers on the ladder, by id. @throws InvalidInputError for a foreign cursor */
export async function listDunning(
  ctx: Context,
  { stage, hold, pending, cursor, limit }: InputOf<typeof api.dunning.list>,
): Promise<Page> {
  const conditions: SQL[] = [sql`true`];
  if (stage) conditions.push(sql`d.stage = ${stage}`);
  if (hold) conditions.push(sql`d.hold = ${hold}`);
  if (pending)
    conditions.push(
      sql`EXISTS (SELECT FROM panel_wishes w WHERE w.customer_id = d.customer_id AND ${isPending})`,
    );
  const wanted = sql.join(conditions, sql` AND `);
  const after = decodeCursor(cursor, z.tuple([whole]))?.[0] ?? 0;
  const { rows } = await ctx.db.execute<Row>(sql`
    SELECT d.*, c.name, a.balance_micros AS balance,
      (SELECT count(*)::int FROM panel_wishes w WHERE w.customer_id = d.customer_id AND w.ours_since IS NOT NULL) AS suspended,
      (SELECT count(*)::int FROM panel_wishes w WHERE w.customer_id = d.customer_id AND ${isPending}) AS pending
    FROM customer_dunning d JOIN customers c ON c.id = d.customer_id
    JOIN accounts a ON a.customer_id = d.customer_id AND a.kind = 'wallet'
    WHERE ${wanted} AND d.customer_id > ${after} ORDER BY d.customer_id LIMIT ${limit + 1}`);
  return {
    ...cutPage(rows.map(onTheLadder), limit, (row) => [row.customerId]),
    total: await countRows(ctx, {
      rows: sql`SELECT FROM customer_dunning d WHERE ${wanted}`,
      isSearch: false,
    }),
  };
}

const isPending = sql`w.applied_version < w.version`;

function onTheLadder(row: Row): Page['rows'][number] {
  return {
    customerId: row.customer_id,
    customerName: row.name,
    balance: row.balance,
    stage: row.stage,
    hold: row.hold,
    stageSince: row.stage_since,
    emptyAt: row.empty_at,
    graceUntil: row.grace_until,
    suspendAt: row.suspend_at,
    deletableAt: row.deletable_at,
    serversSuspended: row.suspended,
    serversPending: row.pending,
  };
}
