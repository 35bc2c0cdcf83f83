import { sql } from 'drizzle-orm';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../app.ts';
import { createProcessMetrics, type ProcessMetrics } from '../../metrics.ts';
import { billAt } from '../../testing/bill-at.ts';
import { aRate, aServer, billingOn, sweepsThrough } from '../../testing/factories.ts';
import { noCron as cron } from '../../testing/no-cron.ts';
import { people } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { forgetProcess, reportProcess } from '../processes/report-process.ts';
import { createCollector } from './collect-metrics.ts';

const TOKEN = 'a-token-of-more-than-24-characters';
const FROM = new Date('2026-11-01T00:00:00Z');
const installation = { demo: false, version: '1.2.3' };

let world: TestContext;
let metrics: ProcessMetrics;

beforeAll(async () => {
  world = await testContext({ at: FROM, env: { metricsToken: TOKEN } });
  metrics = createProcessMetrics();
});
afterAll(() => world.close());

const appOf = (metricsToken: string | undefined) =>
  createApp({
    context: { ...world.ctx, env: { ...world.ctx.env, metricsToken } },
    cron,
    installation,
    metrics,
  });
/** A scrape that nothing is kept from. */
const scrape = () => createCollector(world.ctx, metrics.report).collect();
const lineOf = (text: string, start: string) => text.split('\n').find((line) => line.startsWith(start));

describe('who may read /metrics', () => {
  test('nobody, where no token is set: there is no such page', async () => {
    const app = appOf(undefined);
    await request(app).get('/metrics').expect(404);
    await request(app).get('/metrics').set('authorization', `Bearer ${TOKEN}`).expect(404);
  });

  test.each([
    ['nothing', null],
    ['another token', 'Bearer a-token-of-more-than-24-characterz'],
    ['its beginning', 'Bearer a-token'],
    ['basic credentials', `Basic ${TOKEN}`],
  ])('not who sends %s', async (_what, header) => {
    const asked = request(appOf(TOKEN)).get('/metrics');
    const reply = await (header ? asked.set('authorization', header) : asked);
    expect(reply.status).toBe(401);
    expect(reply.text).not.toContain('billing_');
  });

  test('who sends the token, in the format of Prometheus', async () => {
    const { headers, text } = await request(appOf(TOKEN))
      .get('/metrics')
      .set('authorization', `Bearer ${TOKEN}`)
      .expect(200);
    expect(headers).toMatchObject({
      'content-type': expect.stringContaining('text/plain'),
      'cache-control': 'no-store',
    });
    expect(text).toContain('# TYPE billing_database_up gauge\nbilling_database_up 1\n');
  });
});

test('what is not known is absent: no run, no lag, no last look', async () => {
  const text = await scrape();
  expect(lineOf(text, 'billing_enabled')).toBe('billing_enabled 0');
  for (const name of [
    'billing_lag_seconds',
    'billing_last_run_charges',
    'billing_last_good_look',
    'billing_backup_',
  ]) {
    expect(lineOf(text, name)).toBeUndefined();
  }
});

test('after a run of three hours everything it did is there', async () => {
  await billingOn(world.ctx, FROM);
  await aRate(world.ctx, { price: '7.30' });
  await aServer(world.ctx, { id: 7, customerId: people.ada.id, from: FROM });
  await sweepsThrough(world.ctx, { from: FROM, until: new Date('2026-11-01T03:00:00Z') });
  await billAt(world, '2026-11-01T03:00:10Z');
  await raiseAlert(world.ctx, { kind: 'run_held', subject: 'run:1', message: 'It waits.' });
  world.clock.set('2026-11-01T05:20:00Z');
  const text = await scrape();
  const expected = [
    'billing_enabled 1',
    'billing_lag_seconds 7200',
    'billing_runs_last_day{status="done"} 1',
    'billing_charges_last_day 3',
    'billing_amount_last_day 0.03',
    'billing_last_run_charges 3',
    'billing_last_run_failed 0',
    'billing_last_run_servers{outcome="billed"} 1',
    `billing_last_run_closed_timestamp_seconds ${Date.parse('2026-11-01T03:00:10Z') / 1000}`,
    `billing_last_good_look_timestamp_seconds ${Date.parse('2026-11-01T03:00:00Z') / 1000}`,
    'billing_alerts_open{kind="run_held"} 1',
    'billing_queue_jobs{task="roll_up",state="due"} 1',
    'billing_outbox_messages{state="due"} 0',
    'billing_wallets_below_zero 1',
  ];
  for (const line of expected) expect(text.split('\n')).toContain(line);
  // The run of 04:00 did not come.
  expect(Number(lineOf(text, 'billing_run_overdue_seconds')?.split(' ')[1])).toBeGreaterThan(3600);
});

describe('the processes of an installation', () => {
  const worker = () => ({
    ...world.ctx,
    instance: 'host:2:w',
    env: { ...world.ctx.env, roles: new Set(['worker'] as const) },
  });
  const told = { version: '1.2.3', workerAlive: true };

  test('are told by any of them: calls to VirtFusion by the worker, requests by the web', async () => {
    const its = createProcessMetrics();
    its.countPanelCall({ route: 'GET /servers', outcome: 'ok', ms: 120 });
    its.countPanelCall({ route: 'GET /servers', outcome: 'timeout', ms: 30_000 });
    its.watchPool('jobs', { totalCount: 4, idleCount: 3, waitingCount: 2 });
    await reportProcess(worker(), { ...told, metrics: await its.report() });
    metrics.countRequest({ method: 'GET', route: '/api/admin/runs/:id', status: '200', seconds: 0.02 });
    const lines = (await scrape()).split('\n');
    for (const line of [
      'billing_virtfusion_calls_total{route="GET /servers",outcome="timeout",process="host:2:w"} 1',
      'billing_virtfusion_call_duration_seconds_count{process="host:2:w"} 2',
      'billing_database_connections{pool="jobs",state="busy",process="host:2:w"} 1',
      'billing_database_connections{pool="jobs",state="waiting",process="host:2:w"} 2',
      `billing_http_requests_total{method="GET",route="/api/admin/runs/:id",status="200",process="${world.ctx.instance}"} 1`,
      'billing_processes{role="worker",version="1.2.3"} 1',
      'billing_workers_down 0',
    ]) {
      expect(lines).toContain(line);
    }
    expect(
      lines.some((line) => line.startsWith('nodejs_eventloop_lag_p99_seconds{process="host:2:w"}')),
    ).toBe(true);
  });

  test('whose worker takes no jobs are counted, until it does again', async () => {
    await reportProcess(worker(), { ...told, workerAlive: false, metrics: null });
    expect(await scrape()).toContain('billing_workers_down 1');
    await reportProcess(worker(), { ...told, metrics: null });
    expect(await scrape()).toContain('billing_workers_down 0');
  });

  test('are gone once they leave, or were silent for a minute', async () => {
    await world.ctx.db.execute(sql`UPDATE processes SET seen_at = now() - interval '61 seconds'`);
    expect(await scrape()).not.toContain('billing_processes{');
    await forgetProcess(worker());
    const { rows } = await world.ctx.db.execute(sql`SELECT FROM processes`);
    expect(rows).toEqual([]);
  });
});

test('a scrape costs a handful of statements, and another right after it none', async () => {
  let statements = 0;
  const counting = {
    ...world.ctx,
    db: new Proxy(world.ctx.db, {
      get: (target, name, receiver) => {
        if (name === 'execute' || name === 'select') statements += 1;
        return Reflect.get(target, name, receiver);
      },
    }),
  };
  const collector = createCollector(counting, metrics.report);
  await Promise.all([collector.collect(), collector.collect()]);
  expect(statements).toBeGreaterThan(5);
  expect(statements).toBeLessThan(20);
  const before = statements;
  await collector.collect();
  expect(statements).toBe(before);
});

test('requests are counted by the pattern of their route, never by their address', async () => {
  const own = createProcessMetrics();
  const app = createApp({ context: world.ctx, cron, installation, metrics: own });
  await request(app).get('/health/live').expect(200);
  await request(app).get('/api/admin/runs/4711').expect(401);
  await request(app).get('/no-such-page/4711').expect(404);
  const text = JSON.stringify(await own.report());
  expect(text).toContain('"/api/admin/runs/:id"');
  expect(text).toContain('"/health/live"');
  expect(text).not.toContain('4711');
});

test('without its database it says so, and what it counted itself', async () => {
  const other = await testContext({ env: { metricsToken: TOKEN } });
  await other.close();
  const text = await createCollector(other.ctx, metrics.report).collect();
  expect(text).toContain('billing_database_up 0');
  expect(lineOf(text, 'billing_enabled')).toBeUndefined();
  expect(lineOf(text, 'billing_http_requests_total')).toBeDefined();
});
