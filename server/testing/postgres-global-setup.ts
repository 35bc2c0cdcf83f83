import { existsSync } from 'node:fs';
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { ensureDatabase } from '../db/databases.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../db/embedded-postgres.ts';
import { migrate, migrationsFolder } from '../db/migrate.ts';
import { createLog } from '../log.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The server of this run, and its migrated database to clone. */
    postgres: { adminUrl: string; template: string };
  }
}

const template = 'template_billing';
const log = createLog({ level: 'warn' });

/** One throw-away server for a kind of test: fast because it may forget everything. Each kind has its own. */
export async function setup(project: TestProject) {
  const dataDir = await mkdtemp(join(await realpath(tmpdir()), 'billing-test-'));
  await chmod(dataDir, 0o755); // as root, the server runs under another account
  const postgres = await startEmbeddedPostgres({ dataDir, log, settings: careless });
  await makeTemplate(postgres);
  project.provide('postgres', { adminUrl: postgres.url('postgres'), template });
  return async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

const careless = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '100' };

async function makeTemplate(postgres: EmbeddedPostgres): Promise<void> {
  await ensureDatabase(postgres.url(template));
  if (existsSync(join(migrationsFolder(), 'meta', '_journal.json'))) {
    await migrate({ url: postgres.url(template), log });
  }
  const client = new pg.Client({ connectionString: postgres.url('postgres') });
  await client.connect();
  // Nobody may connect to it: a template in use cannot be cloned.
  await client.query(`ALTER DATABASE ${template} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`);
  await client.end();
}
