import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { InputOf } from '#shared/api/endpoint.ts';
import { api } from '#shared/api/index.ts';
import { parseMoney } from '#shared/billing/money.ts';
import { billAt } from '../../testing/bill-at.ts';
import { everyPage } from '../../testing/every-page.ts';
import { aRate, aServer, billingOn, HOUR_MS, sweepsThrough } from '../../testing/factories.ts';
import { actorOf, people } from '../../testing/people.ts';
import { STORY_START, type TestContext, testContext } from '../../testing/test-context.ts';
import { adjustWallet } from '../wallets/adjust-wallet.ts';
import { getTransaction } from './get-transaction.ts';
import { listTransactions } from './list-transactions.ts';

const from = new Date(STORY_START);
const hour = (hours: number) => new Date(from.getTime() + hours * HOUR_MS);
const { ada, bram } = people;
let world: TestContext;
let runIds: number[];

/** Ada and bram pay twice each, then each run of three bills both: ten movements. */
beforeAll(async () => {
  world = await testContext({ actor: actorOf('olive', 3) });
  const { ctx } = world;
  await billingOn(ctx, from);
  await aRate(ctx, { price: '7.30' });
  for (const { id } of [ada, bram]) await aServer(ctx, { id, customerId: id, from });
  await sweepsThrough(ctx, { from, until: hour(3) });
  for (const key of ['first', 'second']) for (const { id } of [ada, bram]) await pay(id, key);
  runIds = [];
  for (const hours of [1, 2, 3]) runIds.push(await billAt(world, hour(hours)));
});
afterAll(() => world.close());

const pay = (id: number, key: string) =>
  adjustWallet(world.ctx, {
    id,
    direction: 'credit',
    amount: parseMoney('5.00'),
    reason: 'a bank transfer',
    idempotencyKey: `payment-${key}`,
  });
const list = (wish: Partial<InputOf<typeof api.transactions.list>> = {}) =>
  listTransactions(world.ctx, { limit: 50, ...wish });

test.each`
  wish                                                  | count | whose
  ${{}}                                                 | ${10} | ${'everybody'}
  ${{ customerId: ada.id }}                             | ${5}  | ${'ada'}
  ${{ kind: 'adjustment' }}                             | ${4}  | ${'who paid'}
  ${{ kind: 'reversal' }}                               | ${0}  | ${'nobody'}
  ${{ customerId: bram.id, kind: 'hourly' }}            | ${3}  | ${'bram, for hours'}
  ${{ customerId: 4_000_000_000 }}                      | ${0}  | ${'nobody we know'}
  ${{ runId: 4_000_000_000 }}                           | ${0}  | ${'no run'}
  ${{ from: hour(1), until: hour(3) }}                  | ${4}  | ${'everybody, by two runs'}
  ${{ until: hour(1) }}                                 | ${4}  | ${'who paid before the first run'}
  ${{ reason: 'BANK' }}                                 | ${4}  | ${'who paid by bank'}
  ${{ reason: 'server-hour' }}                          | ${0}  | ${'nobody: hours are not looked through'}
  ${{ reason: 'hour', customerId: ada.id }}             | ${3}  | ${'ada, for hours'}
  ${{ amountFrom: 5_000_000n }}                         | ${4}  | ${'who paid as much'}
  ${{ amountFrom: 1n, amountTo: 4_999_999n, runId: 1 }} | ${2}  | ${'whom the first run billed'}
`('$wish: $count movements of $whose, newest first, page by page', async ({ wish, count }) => {
  const pages = await everyPage((cursor) => list({ ...wish, cursor, limit: 2 }));
  const ids = pages.flatMap(({ rows }) => rows.map(({ id }) => id));
  expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a));
  expect(ids).toHaveLength(count);
  expect(pages.every(({ total }) => total === null)).toBe(true);
});

test("a run's movements are those it caused", async () => {
  const { rows } = await list({ runId: runIds[1] });
  expect(rows.map(({ customerId, kind, runId, cause }) => [customerId, kind, runId, cause]).sort()).toEqual([
    [ada.id, 'hourly', runIds[1], `run:${runIds[1]}`],
    [bram.id, 'hourly', runIds[1], `run:${runIds[1]}`],
  ]);
});

test("a run's movements are paged newest first too", async () => {
  const runId = runIds[1];
  const pages = await everyPage((cursor) => list({ runId, cursor, limit: 1 }));
  const ids = pages.flatMap(({ rows }) => rows.map(({ id }) => id));
  expect(ids).toEqual((await list()).rows.filter((row) => row.runId === runId).map(({ id }) => id));
  expect(ids).toHaveLength(2);
});

test("ada's movements tell what her wallet gained or paid, and its balance after each", async () => {
  const { rows } = await list({ customerId: ada.id });
  expect(
    rows.map(({ from: payer, to, amount, walletChange, walletBalance }) => [
      payer,
      to,
      amount,
      walletChange,
      walletBalance,
    ]),
  ).toEqual([
    ['wallet:11', 'revenue:hourly', 10_000n, -10_000n, 9_970_000n],
    ['wallet:11', 'revenue:hourly', 10_000n, -10_000n, 9_980_000n],
    ['wallet:11', 'revenue:hourly', 10_000n, -10_000n, 9_990_000n],
    ['adjustments', 'wallet:11', 5_000_000n, 5_000_000n, 10_000_000n],
    ['adjustments', 'wallet:11', 5_000_000n, 5_000_000n, 5_000_000n],
  ]);
  for (const row of rows)
    expect(await getTransaction(world.ctx, { id: row.id })).toMatchObject({ id: row.id, amount: row.amount });
});

test('what is sent is what the contract names: the place in the wallet stays inside', async () => {
  const sent = z.encode(api.transactions.list.output, await list({ limit: 1 }));
  expect(Object.keys(sent.rows[0] ?? {}).sort()).toEqual(
    Object.keys(api.transactions.get.output.shape as object).sort(),
  );
  expect(sent.rows[0]).toMatchObject({ walletChange: '-0.01', createdAt: hour(3).toISOString() });
});

test('a movement that comes while somebody reads moves no page', async () => {
  const first = await list({ limit: 4 });
  const before = await list({ limit: 4, cursor: first.nextCursor ?? '' });
  await pay(ada.id, 'in-between');
  expect(await list({ limit: 4, cursor: first.nextCursor ?? '' })).toEqual(before);
});

test('hours of everybody are not looked through: name a customer or a run', async () => {
  await expect(list({ kind: 'hourly', amountFrom: 1n })).rejects.toMatchObject({
    fields: [{ path: 'customerId' }],
  });
});

test('a cursor of another list is refused, an unknown movement is not found', async () => {
  const { nextCursor } = await list({ customerId: ada.id, limit: 1 });
  await expect(list({ cursor: nextCursor ?? '' })).rejects.toMatchObject({ fields: [{ path: 'cursor' }] });
  for (const id of [9_999, Number.MAX_SAFE_INTEGER]) {
    await expect(getTransaction(world.ctx, { id })).rejects.toMatchObject({ code: 'not_found' });
  }
  const { rows } = await world.ctx.db.execute<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM transactions`,
  );
  expect(rows[0]?.count).toBe(11);
});
