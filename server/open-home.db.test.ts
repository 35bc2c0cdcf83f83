import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { settings } from '#shared/schema/index.ts';
import { databaseName, dropDatabase, withDatabaseName } from './db/databases.ts';
import { readEnv } from './env.ts';
import { silentLog } from './log.ts';
import { type RunningApp, startApp } from './start.ts';
import { type TestDatabase, testDatabase } from './testing/test-database.ts';

let database: TestDatabase;
const running: RunningApp[] = [];

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  for (const app of running) await app.stop();
  await database.close();
  await dropDatabase(withDatabaseName(database.url, `${databaseName(database.url)}_demo`));
});

/** A process as the process manager starts it, beside others. */
async function started(ROLES: string): Promise<{ app: RunningApp; said: string[] }> {
  const said: string[] = [];
  const env = readEnv({
    ...{ DATABASE_URL: database.url, SECRET_KEY: 'a'.repeat(64), ROLES, PORT: '0', HOST: '127.0.0.1' },
    DATA_DIR: join(tmpdir(), databaseName(database.url)),
  });
  const app = await startApp({ env, log: silentLog, say: (line) => said.push(line) });
  running.push(app);
  return { app, said };
}

test('web and worker that start at once show one demo, made by one of them', async () => {
  const [web, worker] = await Promise.all([started('web'), started('worker')]);
  expect([web.app.demo, worker.app.demo]).toEqual([true, true]);
  expect([...web.said, ...worker.said].filter((line) => line.startsWith('Making the demo'))).toHaveLength(1);
  const [one, other] = await Promise.all(
    [web, worker].map(({ app }) =>
      app.context.db.select({ key: settings.key }).from(settings).orderBy(settings.key),
    ),
  );
  expect(one?.map(({ key }) => key)).toContain('demo_seeded_at');
  expect(other).toEqual(one);
});
