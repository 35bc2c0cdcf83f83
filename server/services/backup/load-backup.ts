import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { nameOf } from './copy-out.ts';
import type { Frame } from './frames.ts';
import { type BackupManifest, backupManifest, type CopiedTable, parsePart, tableEnd } from './manifest.ts';
import { readMigrations } from './read-manifest.ts';

/**
 * Puts a backup into a migrated database, in place of what is there, all of it or nothing: one transaction. Triggers
 * rest meanwhile, since what they would write is among the rows. Wants the owner of the tables, and no superuser.
 * Refuses a database that holds a ledger, and one of another release. @throws Error with what to do
 */
export async function loadBackup(
  client: pg.Client,
  frames: AsyncGenerator<Frame>,
): Promise<{ manifest: BackupManifest; rows: number }> {
  try {
    const first = await frames.next();
    if (first.done || first.value.kind !== 'm') throw new Error('The backup is damaged: it has no manifest.');
    const manifest = parsePart(backupManifest, first.value.payload);
    await requireSameMigrations(client, manifest.migrations);
    await client.query('BEGIN');
    await requireNoLedger(client);
    const rows = await replaceRows(client, manifest, frames);
    await client.query('COMMIT');
    await client.query('ANALYZE');
    return { manifest, rows };
  } finally {
    await frames.return(undefined);
  }
}

async function replaceRows(
  client: pg.Client,
  manifest: BackupManifest,
  frames: AsyncGenerator<Frame>,
): Promise<number> {
  const tables = manifest.tables.map(nameOf);
  for (const month of manifest.months) await client.query('SELECT ensure_charge_partitions($1, $1)', [month]);
  for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  await client.query(`TRUNCATE ${tables.join(', ')}`);
  const rows = await loadTables(client, manifest, frames);
  await putInOrder(client, manifest);
  for (const table of tables) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  return rows;
}

/** @throws Error when the database has other migrations than the one the backup was made of */
async function requireSameMigrations(client: pg.Client, wanted: readonly string[]): Promise<void> {
  const there = await readMigrations(client);
  if (there.join() === wanted.join()) return;
  const older = wanted.every((hash, at) => there[at] === hash);
  const remedy = older
    ? `It is older than this release. Install the release whose migrations/ has ${wanted.length} files, restore there, then upgrade: its start brings the database up to date.`
    : 'It is of a later or another release: install that one, and restore there.';
  throw new Error(
    `This backup has ${wanted.length} migrations, the database ${there.length}: its rows do not fit. ${remedy}`,
  );
}

/** @throws Error when money has moved there */
async function requireNoLedger(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ has: boolean }>(
    'SELECT EXISTS (SELECT FROM transactions) OR EXISTS (SELECT FROM hourly_charges) OR EXISTS (SELECT FROM packed_charges) AS has',
  );
  if (rows[0]?.has !== false) {
    throw new Error(
      'The database holds a ledger: it is not overwritten. Restore into an empty one: name another in DATABASE_URL, or move this one away first (ALTER DATABASE ... RENAME TO ...).',
    );
  }
}

async function loadTables(
  client: pg.Client,
  { tables }: BackupManifest,
  frames: AsyncGenerator<Frame>,
): Promise<number> {
  let rows = 0;
  for (const table of tables) {
    const began = await frames.next();
    if (began.done || began.value.kind !== 't') throw new Error('The backup is damaged: a table is missing.');
    rows += await loadTable(client, table, frames);
  }
  const end = await frames.next();
  if (end.done || end.value.kind !== 'f') throw new Error('The backup is damaged: its end is missing.');
  if (!(await frames.next()).done) throw new Error('The backup is damaged: something follows its end.');
  return rows;
}

async function loadTable(
  client: pg.Client,
  table: CopiedTable,
  frames: AsyncGenerator<Frame>,
): Promise<number> {
  const columns = table.columns.map((name) => pg.escapeIdentifier(name)).join(', ');
  const stream = client.query(copyFrom(`COPY ${nameOf(table)} (${columns}) FROM STDIN`));
  const hash = createHash('sha256');
  const end = { rows: -1, sha256: '' };
  await pipeline(async function* () {
    for (;;) {
      const { value, done } = await frames.next();
      if (done || (value.kind !== 'd' && value.kind !== 'e'))
        throw new Error(`The backup is damaged: ${table.name} ends early.`);
      if (value.kind === 'e') return void Object.assign(end, parsePart(tableEnd, value.payload));
      hash.update(value.payload);
      yield value.payload;
    }
  }, stream);
  if (stream.rowCount !== end.rows || hash.digest('hex') !== end.sha256)
    throw new Error(`The backup is damaged: the rows of ${table.name} are not those that were written.`);
  return end.rows;
}

/** What is no row: where sequences stand, months that are closed to charges, and jobs that nobody works on now. */
async function putInOrder(client: pg.Client, { sequences }: BackupManifest): Promise<void> {
  for (const { value, called, ...sequence } of sequences)
    await client.query('SELECT setval($1::regclass, $2::bigint, $3)', [nameOf(sequence), value, called]);
  const { rows } = await client.query<{ month: Date; emptied: boolean }>(
    'SELECT month, emptied_at IS NOT NULL AS emptied FROM packed_months ORDER BY month',
  );
  for (const { month, emptied } of rows) {
    await client.query('SELECT close_charge_month($1)', [month]);
    if (emptied) await client.query('SELECT empty_charge_month($1)', [month]);
  }
  await client.query(
    `UPDATE graphile_worker._private_jobs SET locked_at = NULL, locked_by = NULL WHERE locked_by IS NOT NULL`,
  );
  await client.query(
    `UPDATE graphile_worker._private_job_queues SET locked_at = NULL, locked_by = NULL WHERE locked_by IS NOT NULL`,
  );
}
