import { type SQL, sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';

type Found = OutputOf<typeof api.search.find>['found'][number];

/** Of each kind at most. */
const MOST = 6;

/**
 * What somebody may mean by a number, or by the first letters of a name, host name, UUID or address: asked at every
 * key, so each part walks an index and stops after a few. Those meant by number come first.
 */
export async function findAnything(
  ctx: Context,
  { q }: InputOf<typeof api.search.find>,
): Promise<OutputOf<typeof api.search.find>> {
  const number = numberIn(q);
  const parts = [...(number === null ? [] : byNumber(number)), ...byFirstLetters(q)];
  const { rows } = await ctx.db.execute<Found & Record<string, unknown>>(
    sql.join(
      parts.map((part) => sql`(${part})`),
      sql` UNION ALL `,
    ),
  );
  return {
    found: onceEach(rows.map(({ kind, id, title, hint }) => ({ kind, id: Number(id), title, hint }))),
  };
}

/** '#12' and '12' are numbers; longer ones are no id of ours. */
function numberIn(text: string): number | null {
  const [, digits] = /^#?(\d{1,9})$/.exec(text) ?? [];
  return digits === undefined ? null : Number(digits);
}

const server = sql`SELECT 'server' AS kind, s.id::bigint AS id, coalesce(nullif(s.name, ''), 'Server ' || s.id) AS title,
  coalesce(c.name, 'Customer ' || s.customer_id) || coalesce(' · ' || s.hostname, '') || CASE WHEN s.gone_at IS NULL THEN '' ELSE ' · gone' END AS hint`;
const customer = sql`SELECT 'customer' AS kind, c.id::bigint AS id, coalesce(c.name, 'Customer ' || c.id) AS title, c.email AS hint`;

function byNumber(number: number): SQL[] {
  return [
    sql`${server} FROM servers s LEFT JOIN customers c ON c.id = s.customer_id WHERE s.id = ${number}`,
    sql`${customer} FROM customers c WHERE c.id = ${number}`,
    sql`${customer} FROM customers c WHERE c.external_id = ${number} LIMIT ${MOST}`,
    sql`SELECT 'run', id::bigint, 'Run ' || id, status FROM billing_runs WHERE id = ${number}`,
    sql`SELECT 'transaction', id::bigint, 'Transaction ' || id, reason FROM transactions WHERE id = ${number}`,
  ];
}

function byFirstLetters(text: string): SQL[] {
  const some = (column: SQL) => startingWith(column, text);
  const servers = [
    sql`lower(s.name)`,
    sql`lower(s.hostname)`,
    ...(isPartOfUuid(text) ? [sql`lower(s.uuid)`] : []),
  ];
  return [
    ...servers.map(
      (column) =>
        sql`${server} FROM (SELECT * FROM servers s WHERE ${some(column)}) s LEFT JOIN customers c ON c.id = s.customer_id`,
    ),
    ...[sql`lower(c.name)`, sql`lower(c.email)`].map(
      (column) => sql`${customer} FROM customers c WHERE ${some(column)}`,
    ),
    // A panel has tens of packages: no index is worth it.
    sql`SELECT 'package', id::bigint, name, CASE WHEN gone_at IS NULL THEN NULL ELSE 'gone' END FROM packages
      WHERE strpos(lower(name), lower(${text})) > 0 ORDER BY name LIMIT ${MOST}`,
  ];
}

/** In the order of the index itself, so that a single letter need not be sorted out of all the fleet. */
function startingWith(column: SQL, text: string): SQL {
  const pattern = `${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  return sql`${column} LIKE ${pattern} ORDER BY ${column} USING ~<~ LIMIT ${MOST}`;
}

function isPartOfUuid(text: string): boolean {
  return /^[\da-f]{4}[\da-f-]*$/i.test(text);
}

function onceEach(found: readonly Found[]): Found[] {
  return [...new Map(found.toReversed().map((one) => [`${one.kind} ${one.id}`, one])).values()].toReversed();
}
