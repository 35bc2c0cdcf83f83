import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { createDatabase, type DatabaseHandle } from '../db/client.ts';
import { withDatabaseName } from '../db/databases.ts';
import { ensureRole, grantAppRole, userOf } from '../db/grant-app-role.ts';
import { silentLog } from '../log.ts';

export interface TestDatabase extends DatabaseHandle {
  url: string;
  /** The same as the owner of its tables. */
  ownerUrl: string;
}

export interface TestDatabaseOptions {
  maxConnections?: number | undefined;
  /** Work as a role that owns nothing, as on the bundled server; default: as the owner. */
  appRole?: boolean | undefined;
}

/** A fresh, migrated database, cloned in some 35 ms; `close` drops it. Only in tests that need a database. */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { maxConnections = 10, appRole = false } = options;
  const { adminUrl, template } = inject('postgres');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdmin(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const ownerUrl = withDatabaseName(adminUrl, name);
  const url = appRole ? await appUrlOf(ownerUrl, `${name}_app`) : ownerUrl;
  const database = createDatabase({ url, log: silentLog, applicationName: 'test', maxConnections });
  return {
    ...database,
    url,
    ownerUrl,
    close: async () => {
      await database.close();
      await asAdmin(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      if (appRole) await asAdmin(adminUrl, `DROP ROLE ${name}_app`);
    },
  };
}

async function appUrlOf(ownerUrl: string, role: string): Promise<string> {
  const appUrl = new URL(ownerUrl);
  appUrl.username = role;
  appUrl.password = randomBytes(12).toString('hex');
  await ensureRole({ ownerUrl, appUrl: appUrl.href });
  await grantAppRole({ ownerUrl, role: userOf(appUrl.href), log: silentLog });
  return appUrl.href;
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
