import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { billAt } from '../../testing/bill-at.ts';
import { everyPage } from '../../testing/every-page.ts';
import { aRate, aServer, billingOn, sweepsThrough } from '../../testing/factories.ts';
import { people, testAdmins } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { createAdmin } from '../admins/create-admin.ts';
import { billNextBatch } from './bill-next-batch.ts';
import { getRun } from './get-run.ts';
import { listRunCharges } from './list-run-charges.ts';
import { listRunSetAsides } from './list-run-set-asides.ts';
import { listRuns } from './list-runs.ts';
import { openBatches } from './open-batches.ts';
import { openRun } from './open-run.ts';

const { ada, bram, dora } = people;
const START = new Date('2026-10-31T22:00:00Z');
const later = (hours: number) => new Date(START.getTime() + hours * 3_600_000);

let world: TestContext;
/** Three hours over the end of a month, an hour with nothing new, then one more; dora's servers have no rate. */
let runIds: number[];

beforeAll(async () => {
  world = await testContext({ at: START });
  const { ctx } = world;
  await billingOn(ctx, START);
  await aRate(ctx, { price: '7.30' });
  for (const id of [1, 2, 3]) await aServer(ctx, { id, customerId: ada.id, from: START });
  await aServer(ctx, { id: 4, customerId: bram.id, from: START, state: 'stopped' });
  for (const id of [5, 6, 7]) await aServer(ctx, { id, customerId: dora.id, packageId: 2, from: START });
  await sweepsThrough(ctx, { from: START, until: later(5) });
  runIds = [];
  for (const hours of [3, 3, 4]) runIds.push(await billAt(world, later(hours)));
});
afterAll(() => world?.close());

describe('a run', () => {
  test('tells its totals: ada runs three servers for three hours at 0.01', async () => {
    expect(await getRun(world.ctx, { id: runIds[0] as number })).toEqual({
      id: runIds[0],
      status: 'done',
      trigger: 'schedule',
      requestedBy: null,
      until: later(3),
      firstHour: START,
      openedAt: later(3),
      closedAt: later(3),
      serversSeen: 1,
      serversBilled: 4,
      serversSetAside: 3,
      charges: 12,
      billedHours: '9',
      amount: 90_000n,
      notSeen: null,
      heldReasons: [],
      decidedBy: null,
      decidedAt: null,
      retryOf: null,
      batches: { total: 1, done: 1, failed: 0 },
    });
  });

  test('that charged nothing says so', async () => {
    expect(await getRun(world.ctx, { id: runIds[1] as number })).toMatchObject({
      firstHour: null,
      charges: 0,
      billedHours: '0',
      amount: 0n,
    });
  });

  test.each([0x7fff_ffff, 9_000_000_000])('with id %i does not exist', async (id) => {
    const page = { id, limit: 5 };
    const reads = [
      () => getRun(world.ctx, { id }),
      () => listRunCharges(world.ctx, page),
      () => listRunSetAsides(world.ctx, page),
    ];
    for (const read of reads) {
      await expect(read()).rejects.toMatchObject({ code: 'not_found', facts: { id } });
    }
  });
});

describe('the list of runs', () => {
  test('pages newest first, without a gap or a repeat, and counts', async () => {
    const pages = await everyPage((cursor) => listRuns(world.ctx, { limit: 2, cursor }));
    expect(pages.map((page) => page.rows.map((run) => run.id))).toEqual([
      [runIds[2], runIds[1]],
      [runIds[0]],
    ]);
    expect(pages.map((page) => page.total)).toEqual([3, 3]);
  });

  test.each`
    wish                                       | total
    ${{ status: 'done' }}                      | ${3}
    ${{ status: 'done_with_failures' }}        | ${0}
    ${{ trigger: 'schedule' }}                 | ${3}
    ${{ trigger: 'manual' }}                   | ${0}
    ${{ trigger: 'schedule', status: 'done' }} | ${3}
  `('of $wish has $total', async ({ wish, total }) => {
    const page = await listRuns(world.ctx, { ...wish, limit: 50 });
    expect([page.total, page.rows.length]).toEqual([total, total]);
  });

  test('refuses a foreign cursor', async () => {
    await expect(listRuns(world.ctx, { limit: 2, cursor: 'abc' })).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ path: 'cursor' }],
    });
  });
});

test('servers set aside are paged by id, with why and since when they wait', async () => {
  const id = runIds[0] as number;
  const pages = await everyPage((cursor) => listRunSetAsides(world.ctx, { id, limit: 2, cursor }));
  expect(pages.map((page) => page.rows.map((row) => row.serverId))).toEqual([[5, 6], [7]]);
  expect(pages[0]).toMatchObject({
    total: 3,
    rows: [
      {
        serverName: 'server-5',
        customerId: 14,
        customerName: 'customer 14',
        reason: 'no_rate',
        since: START,
      },
      {},
    ],
  });
});

describe('the charges of a run', () => {
  test('are paged by hour and server, over the end of a month', async () => {
    const id = runIds[0] as number;
    const pages = await everyPage((cursor) => listRunCharges(world.ctx, { id, limit: 5, cursor }));
    const rows = pages.flatMap((page) => page.rows);
    expect(pages.map((page) => page.rows.length)).toEqual([5, 5, 2]);
    const expected = [0, 1, 2].flatMap((hour) => [1, 2, 3, 4].map((serverId) => [later(hour), serverId]));
    expect(rows.map((row) => [row.hour, row.serverId])).toEqual(expected);
    expect(pages[0]?.total).toBeNull();
    expect(rows[0]).toEqual({
      hour: START,
      serverId: 1,
      corrected: null,
      serverName: 'server-1',
      customerId: ada.id,
      customerName: 'customer 11',
      packageName: null,
      rateId: 1,
      monthlyPrice: 7_300_000n,
      seconds: 3600,
      weightedSeconds: '3600',
      cappedSeconds: '0',
      amount: 10_000n,
      inGap: false,
      runId: id,
      transactionId: expect.any(Number),
    });
    expect(rows[3]).toMatchObject({
      serverId: 4,
      seconds: 0,
      weightedSeconds: '0',
      amount: 0n,
      transactionId: null,
    });
  });

  test('are its own: the next run has the next hour', async () => {
    const { rows } = await listRunCharges(world.ctx, { id: runIds[2] as number, limit: 50 });
    expect(rows.map((row) => [row.hour, row.serverId])).toEqual([1, 2, 3, 4].map((id) => [later(3), id]));
  });

  test('are none for a run that charged nothing', async () => {
    expect(await listRunCharges(world.ctx, { id: runIds[1] as number, limit: 50 })).toEqual({
      rows: [],
      nextCursor: null,
      total: null,
    });
  });
});

test('an open run tells what its batches have charged so far', async () => {
  const open = await testContext({ at: START });
  try {
    await billingOn(open.ctx, START);
    await aRate(open.ctx, { price: '7.30' });
    await aServer(open.ctx, { id: 1, customerId: ada.id, from: START });
    await aServer(open.ctx, { id: 5, customerId: dora.id, packageId: 2, from: START });
    await sweepsThrough(open.ctx, { from: START, until: later(2) });
    open.clock.set(later(2));
    const { id: otto } = await createAdmin(open.ctx, testAdmins.otto);
    const { runId } = await openRun(open.ctx, { trigger: 'manual', requestedBy: `admin:${otto}` });
    expect(await getRun(open.ctx, { id: runId })).toMatchObject({
      status: 'observing',
      charges: 0,
      amount: 0n,
    });
    await openBatches(open.ctx, runId, {
      until: later(2),
      sweepId: null,
      serversSeen: 2,
      notSeen: null,
      panelSkewMs: null,
    });
    await billNextBatch(open.ctx, runId);
    await open.ctx.db.execute(sql`
      INSERT INTO billing_batches (run_id, number, customer_from, customer_to, done_at, failed_at, last_error)
      VALUES (${runId}, 8, 1, 1, now(), NULL, 'taken apart: x'), (${runId}, 9, 1, 1, now(), now(), 'x')`);
    expect(await getRun(open.ctx, { id: runId })).toMatchObject({
      status: 'billing',
      trigger: 'manual',
      requestedBy: 'Otto Operator',
      closedAt: null,
      firstHour: START,
      charges: 2,
      amount: 20_000n,
      serversSetAside: 1,
      batches: { total: 3, done: 2, failed: 1 },
    });
    expect((await listRunCharges(open.ctx, { id: runId, limit: 50 })).rows).toHaveLength(2);
  } finally {
    await open.close();
  }
});
