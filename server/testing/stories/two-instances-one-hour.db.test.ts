import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Context } from '../../context.ts';
import { createDatabase, type DatabaseHandle } from '../../db/client.ts';
import { slotCoordinator } from '../../jobs/slot-coordinator.ts';
import { silentLog } from '../../log.ts';
import { drainRun } from '../../services/billing/drain-run.ts';
import { openBatches } from '../../services/billing/open-batches.ts';
import { openRun } from '../../services/billing/open-run.ts';
import { reconcileLedger } from '../../services/reconcile/reconcile-ledger.ts';
import { aRate, aServer, billingOn, sweepsThrough } from '../factories.ts';
import { type TestContext, testContext } from '../test-context.ts';

const FROM = new Date('2026-11-01T00:00:00Z');
const UNTIL = new Date('2026-11-01T01:00:00Z');
const INSTANCES = 4;
const CUSTOMERS = 40;

let world: TestContext;
let databases: DatabaseHandle[];
let instances: Context[];

beforeAll(async () => {
  world = await testContext({ at: FROM });
  databases = Array.from({ length: INSTANCES }, () =>
    createDatabase({
      url: world.database.url,
      log: silentLog,
      applicationName: 'instance',
      maxConnections: 4,
    }),
  );
  instances = databases.map(({ db }, index) => ({ ...world.ctx, db, instance: `instance:${index}` }));
  await billingOn(world.ctx, FROM);
  await aRate(world.ctx, { price: '7.30' });
  for (let customer = 1; customer <= CUSTOMERS; customer++) {
    await aServer(world.ctx, { id: 100 + customer, customerId: customer, from: FROM });
  }
  await sweepsThrough(world.ctx, { from: FROM, until: UNTIL });
});
afterAll(async () => {
  await Promise.all(databases.map((database) => database.close()));
  await world?.close();
});

test('a thousand ticks that fire in the same millisecond in every instance are run by one instance each', async () => {
  const coordinators = instances.map((ctx) => slotCoordinator(ctx, 'hourly-billing'));
  for (let tick = 0; tick < 1000; tick++) {
    const key = `hourly-billing:${new Date(FROM.getTime() + tick * 3_600_000).toISOString()}`;
    const elected = await Promise.all(coordinators.map((coordinator) => coordinator.shouldRun(key, 1000)));
    expect(elected.filter(Boolean)).toHaveLength(1);
  }
});

test('two hundred triggers at once come to one run', async () => {
  world.clock.set(UNTIL);
  const opened = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      openRun(instances[index % INSTANCES] as Context, { trigger: 'manual', requestedBy: `admin:${index}` }),
    ),
  );
  expect(new Set(opened.map((run) => run.runId)).size).toBe(1);
  expect(opened.filter((run) => run.opened)).toHaveLength(1);
});

test('four instances that drain the same run charge every server once, and its customer once', async () => {
  const { ctx } = world;
  const { runId } = await openRun(ctx, { trigger: 'schedule', requestedBy: null });
  await openBatches(ctx, runId, {
    until: UNTIL,
    sweepId: null,
    serversSeen: CUSTOMERS,
    notSeen: null,
    panelSkewMs: null,
  });
  // As many small batches as a large fleet would have, so that there is something to quarrel about.
  await ctx.db.execute(sql`DELETE FROM billing_batches WHERE run_id = ${runId}`);
  await ctx.db.execute(sql`
    INSERT INTO billing_batches (run_id, number, customer_from, customer_to, servers)
    SELECT ${runId}, n, n, n, 1 FROM generate_series(1, ${CUSTOMERS}) AS n`);

  await Promise.all(instances.map((instance) => drainRun(instance, { runId })));

  const { rows } = await ctx.db.execute(sql`
    SELECT status, charges, servers_billed, amount_micros FROM billing_runs WHERE id = ${runId}`);
  expect(rows).toEqual([
    { status: 'done', charges: CUSTOMERS, servers_billed: CUSTOMERS, amount_micros: 400_000n },
  ]);
  expect((await reconcileLedger(ctx)).differences).toEqual([]);
});
