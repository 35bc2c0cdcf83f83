import request from 'supertest';
import { afterAll, beforeAll, test } from 'vitest';
import { createApp } from '../../app.ts';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/client.ts';
import { noCron as cron } from '../../testing/no-cron.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';

let world: TestContext;
beforeAll(async () => {
  world = await testContext();
});
afterAll(() => world.close());

const ready = (workerAlive: boolean | null, context: Context & { db: Database } = world.ctx) =>
  request(
    createApp({
      context,
      cron,
      installation: { demo: false, version: '1.2.3' },
      workerAlive: () => workerAlive,
    }),
  ).get('/health/ready');

test.each([true, null])('a process whose worker is alive (%s: it has none) is ready', async (workerAlive) => {
  await ready(workerAlive).expect(200, { status: 'ready', missing: [] });
});

test('a process whose worker takes no jobs is not, and says so', async () => {
  const missing = ['The worker of this process takes no jobs.'];
  await ready(false).expect(503, { status: 'not ready', missing });
});

test('a migration of a newer release is no harm: they are additive', async () => {
  await world.database.pool.query(
    `INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('of-a-newer-release', 9e15)`,
  );
  await ready(null).expect(200);
});

test('a database that hangs is none, after three seconds', async () => {
  const hanging = new Proxy(world.ctx.db, {
    get: (db, name, self) => (name === 'execute' ? () => new Promise(() => {}) : Reflect.get(db, name, self)),
  });
  const missing = ['The database does not answer.'];
  await ready(null, { ...world.ctx, db: hanging }).expect(503, { status: 'not ready', missing });
});
