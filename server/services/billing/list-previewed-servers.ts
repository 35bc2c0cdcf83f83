import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { sum } from '#shared/billing/money.ts';
import type { Statement } from '#shared/billing/statement.ts';
import type { Context } from '../../context.ts';
import { withSnapshot } from '../../db/transaction.ts';
import { cutPage, decodeCursor, whole } from '../paging/cursor.ts';
import type { Decided } from './decide-statements.ts';
import { type PreviewMoment, previewMoment } from './preview-moment.ts';
import { setAsidesOf } from './preview-totals.ts';
import { previewedServers } from './previewed-servers.ts';

type ServerPage = OutputOf<typeof api.preview.servers>;
type ServerRow = ServerPage['rows'][number];

/** What a run would charge, server by server: only those of the page are worked out. @throws InvalidInputError */
export async function listPreviewedServers(
  ctx: Context,
  { at, customerId, cursor, limit }: InputOf<typeof api.preview.servers>,
): Promise<ServerPage> {
  const after = decodeCursor(cursor, z.tuple([whole]))?.[0] ?? 0;
  const moment = await previewMoment(ctx, at);
  const owner = customerId === undefined ? sql`true` : sql`m.customer_id = ${customerId}::bigint`;
  return withSnapshot(ctx, async (tx) => {
    const found: ServerRow[] = [];
    const scope = { moment, where: sql`m.server_id > ${after}::bigint AND ${owner}`, limit: limit + 1 };
    for await (const decided of previewedServers(tx, scope))
      found.push(...(await rowsOf(tx, decided, moment)));
    return { ...cutPage(found, limit, (row) => [row.serverId]), total: null };
  });
}

async function rowsOf(tx: Context, decided: Decided, { until }: PreviewMoment): Promise<ServerRow[]> {
  const waiting = new Map(setAsidesOf(decided, until).map((row) => [row.serverId, row]));
  const billed = new Map<number, { from: number; statement: Statement | null }>();
  for (const { facts, statement } of decided.decisions) {
    billed.set(facts.serverId, { from: facts.billedUntil, statement });
  }
  for (const { serverId, since } of decided.refusals) billed.set(serverId, { from: since, statement: null });
  const names = await findNames(tx, [...billed.keys()]);
  return names.map(({ serverId, ...named }) => {
    const { from = until, statement = null } = billed.get(serverId) ?? {};
    const charges = statement?.charges ?? [];
    const waits = waiting.get(serverId);
    return {
      serverId,
      ...named,
      from: new Date(from * 1000),
      until: new Date((statement?.billedUntil ?? from) * 1000),
      hours: charges.length,
      seconds: charges.reduce((total, charge) => total + charge.seconds, 0),
      amount: sum(charges.map((charge) => charge.amount)),
      waiting: waits
        ? {
            reason: waits.reason as NonNullable<ServerRow['waiting']>['reason'],
            since: new Date(waits.since * 1000),
            detail: waits.detail,
          }
        : null,
    };
  });
}

async function findNames(tx: Context, serverIds: number[]) {
  const { rows } = await tx.db.execute<Record<string, unknown>>(sql`
    SELECT s.id, s.name, s.customer_id, c.name AS customer_name, p.name AS package_name FROM servers s
    LEFT JOIN customers c ON c.id = s.customer_id LEFT JOIN packages p ON p.id = s.package_id
    WHERE s.id = ANY(${sql.param(serverIds)}::int[]) ORDER BY s.id`);
  return rows.map((row) => ({
    serverId: row.id as number,
    serverName: row.name as string,
    customerId: row.customer_id as number,
    customerName: row.customer_name as string | null,
    packageName: row.package_name as string | null,
  }));
}
