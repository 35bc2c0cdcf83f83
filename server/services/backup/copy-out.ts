import { createHash } from 'node:crypto';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { frame } from './frames.ts';
import type { BackupManifest, CopiedTable } from './manifest.ts';

/** All of a backup, in frames: the manifest, each table's rows as COPY writes them, and that it is all. */
export async function* copyOut(client: pg.Client, manifest: BackupManifest): AsyncGenerator<Buffer> {
  yield frame('m', manifest);
  for (const table of manifest.tables) yield* copyTable(client, table);
  yield frame('f', { tables: manifest.tables.length });
}

async function* copyTable(client: pg.Client, table: CopiedTable): AsyncGenerator<Buffer> {
  yield frame('t', { schema: table.schema, name: table.name });
  const columns = table.columns.map((name) => pg.escapeIdentifier(name)).join(', ');
  const stream = client.query(copyTo(`COPY (SELECT ${columns} FROM ${nameOf(table)}) TO STDOUT`));
  const hash = createHash('sha256');
  for await (const rows of stream as AsyncIterable<Buffer>) {
    hash.update(rows);
    yield frame('d', rows);
  }
  // The stream ends with the last row; how many there were, the database says after it.
  await client.query('SELECT 1');
  yield frame('e', { rows: stream.rowCount, sha256: hash.digest('hex') });
}

/** The name of a table as SQL writes it. */
export function nameOf({ schema, name }: { schema: string; name: string }): string {
  return `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
}
