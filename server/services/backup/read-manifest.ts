import { getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import type pg from 'pg';
import * as schema from '#shared/schema/index.ts';
import type { BackupManifest } from './manifest.ts';

/** Whose rows are no loss: who was signed in, who asked how often, who was at work. After a restore everybody signs in anew. */
const leftOut = ['admin_sessions', 'rate_limits', 'backups', 'processes'];

const copied = Object.values(schema)
  .flatMap((one: unknown) => (is(one, PgTable) ? [getTableName(one)] : []))
  .filter((name) => !leftOut.includes(name));

/**
 * What a backup of this database holds, asked in the snapshot it is copied from. Sequences are asked after the snapshot
 * was taken, so they are never behind its rows.
 */
export async function readManifest(client: pg.Client): Promise<BackupManifest> {
  return {
    totals: await readTotals(client),
    migrations: await readMigrations(client),
    tables: await readTables(client),
    sequences: await readSequences(client),
    months: await readMonths(client),
  };
}

/** Counts and sums that a restored database must show again. */
export async function readTotals(client: pg.Client): Promise<schema.LedgerTotals> {
  const { rows } = await client.query<schema.LedgerTotals>(`
    SELECT t.count::text AS "transactions", t.sum::text AS "movedMicros", c.count::text AS "charges",
      c.sum::text AS "chargedMicros",
      (SELECT coalesce(sum(balance_micros), 0)::text FROM accounts WHERE customer_id IS NOT NULL) AS "balancesMicros",
      (SELECT count(*)::text FROM customers) AS "customers", (SELECT count(*)::text FROM servers) AS "servers",
      (SELECT count(*)::text FROM audit_log) AS "auditEntries"
    FROM (SELECT count(*), coalesce(sum(amount_micros), 0) AS sum FROM transactions) t,
      (SELECT count(*), coalesce(sum(amount_micros), 0) AS sum FROM hourly_charges) c`);
  const [totals] = rows;
  if (!totals) throw new Error('The database did not say what it holds');
  return totals;
}

/** The hashes of the migrations a database has, in their order. */
export async function readMigrations(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ hash: string }>(
    'SELECT hash FROM drizzle.__drizzle_migrations ORDER BY created_at, id',
  );
  return rows.map(({ hash }) => hash);
}

/** Ours, so that a database that is shared with others is restored without their tables; and the queue's. */
const isCopied = `((n.nspname = 'public' AND c.relname = ANY ($1))
  OR (n.nspname = 'graphile_worker' AND c.relname LIKE '\\_private\\_%')) AND c.relkind IN ('r', 'p')`;

async function readTables(client: pg.Client): Promise<BackupManifest['tables']> {
  const { rows } = await client.query<BackupManifest['tables'][number]>(
    `SELECT n.nspname AS schema, c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     WHERE ${isCopied} GROUP BY 1, 2 ORDER BY 1, 2`,
    [copied],
  );
  return rows;
}

async function readSequences(client: pg.Client): Promise<BackupManifest['sequences']> {
  const { rows } = await client.query<BackupManifest['sequences'][number] & { readable: boolean }>(
    `SELECT s.schemaname AS schema, s.sequencename AS name, coalesce(s.last_value, s.start_value)::text AS value,
       s.last_value IS NOT NULL AS called, has_sequence_privilege(d.objid, 'SELECT') AS readable
     FROM pg_sequences s JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
       AND d.objid = format('%I.%I', s.schemaname, s.sequencename)::regclass
       JOIN pg_class c ON c.oid = d.refobjid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE ${isCopied} ORDER BY 1, 2`,
    [copied],
  );
  // To whoever may not read it, a sequence looks as if it had never given a number.
  const hidden = rows.find(({ readable }) => !readable);
  if (hidden)
    throw new Error(`This database user may not read ${hidden.name}: back up as the owner of the tables.`);
  return rows.map(({ schema, name, value, called }) => ({ schema, name, value, called }));
}

async function readMonths(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ month: string }>(
    `SELECT to_char(to_timestamp(substring(c.relname FROM '\\d{4}_\\d{2}$'), 'YYYY_MM'), 'YYYY-MM-DD"T00:00:00Z"') AS month
     FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'hourly_charges'::regclass ORDER BY 1`,
  );
  return rows.map(({ month }) => month);
}
