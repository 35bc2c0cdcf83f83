import { sql } from 'drizzle-orm';
import request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../app.ts';
import { listen, stopListening } from '../../http/listen.ts';
import { createToken } from '../../services/admins/tokens/create-token.ts';
import { CronService } from '../../services/cron-service.ts';
import { aRate, aServer, billingOn, sweepsThrough } from '../factories.ts';
import { type TestContext, testContext } from '../test-context.ts';

const FROM = new Date('2026-11-01T00:00:00Z');
const NOW = new Date('2026-11-01T03:00:00Z');

let world: TestContext;
let cron: CronService;
let server: Awaited<ReturnType<typeof listen>>;
let url: string;
let authorization: string;

beforeAll(async () => {
  world = await testContext({ at: FROM });
  await billingOn(world.ctx, FROM);
  await aRate(world.ctx, { price: '7.30' });
  for (let id = 1; id <= 5; id++) await aServer(world.ctx, { id: 100 + id, customerId: id, from: FROM });
  await sweepsThrough(world.ctx, { from: FROM, until: NOW });
  world.clock.set(NOW);
  // A caller waits for the run's end, as with the real clock: this one's naps end only when they are called off.
  const context = { ...world.ctx, clock: { now: () => world.clock.now(), sleep: untilCalledOff } };
  cron = new CronService(context);
  const app = createApp({ context, cron, installation: { demo: false, version: '0' } });
  server = await listen(app, { port: 0, host: '127.0.0.1' });
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const { token } = await createToken(world.ctx, { name: 'otto', role: 'operator' });
  authorization = `Bearer ${token}`;
});
afterAll(async () => {
  await cron?.stopAllJobs();
  await stopListening(server);
  await world?.close();
});

const untilCalledOff = (_ms: number, signal?: AbortSignal) =>
  new Promise<void>((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));

const trigger = () =>
  request(url).post('/api/admin/cron/trigger-hourly-billing').set('Authorization', authorization).send({});

test('a thousand requests to bill, at once, charge every hour of every server once', async () => {
  const replies = await Promise.all(Array.from({ length: 1000 }, trigger));
  expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([200]));
  const { rows } = await world.ctx.db.execute(sql`
    SELECT count(*)::int AS charges, count(DISTINCT (hour, server_id))::int AS hours, count(DISTINCT run_id)::int AS runs FROM hourly_charges`);
  expect(rows).toEqual([{ charges: 15, hours: 15, runs: 1 }]);
  const { rows: moved } = await world.ctx.db.execute(
    sql`SELECT count(*)::int AS n, sum(amount_micros)::bigint AS amount FROM transactions`,
  );
  expect(moved).toEqual([{ n: 5, amount: 150_000n }]);
});

test('one more finds nothing due, and says so', async () => {
  const { body } = await trigger();
  expect(body).toMatchObject({
    success: true,
    opened: true,
    run: { charges: 0, status: 'done', amount: '0.00' },
  });
  expect(body.message).toMatch(/nothing was due/);
});
