import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { createDatabase, type DatabaseHandle } from '../db/client.ts';
import { withDatabaseName } from '../db/databases.ts';
import { silentLog } from '../log.ts';

export interface TestDatabase extends DatabaseHandle {
  url: string;
}

/** A fresh, migrated database, cloned in some 35 ms; `close` drops it. Only in tests that need a database. */
export async function testDatabase({ maxConnections = 10 } = {}): Promise<TestDatabase> {
  const { adminUrl, template } = inject('postgres');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdmin(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = withDatabaseName(adminUrl, name);
  const database = createDatabase({ url, log: silentLog, applicationName: 'test', maxConnections });
  return {
    ...database,
    url,
    close: async () => {
      await database.close();
      await asAdmin(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    query_timeout: 60_000,
  });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
