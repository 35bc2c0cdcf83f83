import pg from 'pg';
import { afterEach, expect, inject, test } from 'vitest';
import { ensureDatabase, withDatabaseName } from './databases.ts';

const { adminUrl } = inject('postgres');
const name = `made "by" test ${process.pid}`;
const url = withDatabaseName(adminUrl, name);

async function query<T>(at: string, statement: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: at });
  await client.connect();
  try {
    return (await client.query(statement)).rows as T[];
  } finally {
    await client.end();
  }
}

afterEach(() => query(adminUrl, `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)}`));

test('a missing database is made, with any name', async () => {
  await ensureDatabase(url);
  expect(await query(url, 'SELECT current_database() AS name')).toEqual([{ name }]);
});

test('a database that is there keeps what it holds', async () => {
  await ensureDatabase(url);
  await query(url, 'CREATE TABLE kept AS SELECT 7 AS seven');
  await ensureDatabase(url);
  expect(await query(url, 'SELECT seven FROM kept')).toEqual([{ seven: 7 }]);
});

test('eight that ask at once all find it', async () => {
  await expect(Promise.all(Array.from({ length: 8 }, () => ensureDatabase(url)))).resolves.toHaveLength(8);
});

test('a wrong password is an error, not a missing database', async () => {
  await expect(ensureDatabase(url.replace(/:[^:@/]+@/, ':guess@'))).rejects.toMatchObject({ code: '28P01' });
});

test('a server that is not there is an error', async () => {
  await expect(ensureDatabase('postgres://u:p@127.0.0.1:1/billing')).rejects.toMatchObject({
    code: 'ECONNREFUSED',
  });
});
