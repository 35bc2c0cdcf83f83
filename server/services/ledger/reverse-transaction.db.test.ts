import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api } from '#shared/api/index.ts';
import { can } from '#shared/auth/roles.ts';
import { parseMoney } from '#shared/billing/money.ts';
import { billAt } from '../../testing/bill-at.ts';
import { aRate, aServer, billingOn, HOUR_MS, sweepsThrough } from '../../testing/factories.ts';
import { actorOf, people } from '../../testing/people.ts';
import { STORY_START, type TestContext, testContext } from '../../testing/test-context.ts';
import { listAudit } from '../audit/list-audit.ts';
import { explainCharge } from '../billing/explain-charge.ts';
import { reconcileLedger } from '../reconcile/reconcile-ledger.ts';
import { adjustWallet } from '../wallets/adjust-wallet.ts';
import { getTransaction } from './get-transaction.ts';
import { listTransactions } from './list-transactions.ts';
import { reverseTransaction } from './reverse-transaction.ts';

const from = new Date(STORY_START);
const { ada } = people;
let world: TestContext;
beforeAll(async () => {
  world = await testContext({ actor: actorOf('olive', 3) });
  const { ctx } = world;
  await billingOn(ctx, from);
  await aRate(ctx, { price: '7.30' });
  await aServer(ctx, { id: 1, customerId: ada.id, from });
  await sweepsThrough(ctx, { from, until: new Date(from.getTime() + 3 * HOUR_MS) });
  for (const hours of [1, 2, 3]) await billAt(world, new Date(from.getTime() + hours * HOUR_MS));
});
afterAll(() => world?.close());

async function adjustment(amount: string) {
  const { transaction } = await adjustWallet(world.ctx, {
    id: ada.id,
    direction: 'credit',
    amount: parseMoney(amount),
    reason: 'typed wrong',
    idempotencyKey: `adjust-${amount}`,
  });
  return transaction;
}
const reverse = (id: number, more: { reason?: string; idempotencyKey?: string } = {}) =>
  reverseTransaction(world.ctx, {
    id,
    reason: 'a slip of the hand',
    idempotencyKey: `reverse-${id}`,
    ...more,
  });
const books = async () =>
  (
    await world.ctx.db.execute(sql`
      SELECT (SELECT count(*)::int FROM transactions) AS transactions, (SELECT count(*)::int FROM audit_log) AS audits,
        (SELECT json_agg(balance_micros::text ORDER BY id) FROM accounts) AS balances`)
  ).rows[0];

test('a reversal is the mirror of the transaction, and each names the other', async () => {
  const original = await adjustment('12.50');
  const { transaction } = await reverse(original.id);
  expect(transaction).toMatchObject({
    kind: 'reversal',
    from: original.to,
    to: original.from,
    amount: original.amount,
    walletChange: -original.walletChange,
    walletBalance: original.walletBalance - original.walletChange,
    reversesId: original.id,
    reversedById: null,
    cause: 'admin:3',
  });
  expect(await getTransaction(world.ctx, { id: original.id })).toMatchObject({
    reversedById: transaction.id,
  });
  expect((await reconcileLedger(world.ctx)).differences).toEqual([]);
});

test('it is audited', async () => {
  const original = await adjustment('3.00');
  const { transaction } = await reverse(original.id, { reason: 'paid twice' });
  const { rows } = await listAudit(world.ctx, { subject: `transaction:${original.id}`, limit: 5 });
  expect(rows).toMatchObject([
    { action: 'transaction.reversed', after: { transactionId: transaction.id, reason: 'paid twice' } },
  ]);
});

test('a repeat changes nothing, fifty at once have one effect, and another key is told who was first', async () => {
  const original = await adjustment('4.00');
  const answers = await Promise.all(Array.from({ length: 50 }, () => reverse(original.id)));
  expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
  const before = await books();
  await expect(reverse(original.id, { idempotencyKey: 'another-key' })).rejects.toMatchObject({
    code: 'conflict',
    facts: { transactionId: answers[0]?.transaction.id },
  });
  await expect(reverse(original.id, { reason: 'something else' })).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(await books()).toEqual(before);
});

test('a viewer may not, an operator up to a limit, and nobody reverses a reversal or what is not there', async () => {
  expect(can('viewer', api.transactions.reverse.access as 'wallets.adjust')).toBe(false);
  const large = await adjustment('500.01');
  const otto = { ...world.ctx, actor: actorOf('otto', 4) };
  const asked = { id: large.id, reason: 'too large', idempotencyKey: 'by-otto-1' };
  await expect(reverseTransaction(otto, asked)).rejects.toMatchObject({ code: 'refused' });
  const { transaction } = await reverse(large.id);
  await expect(reverse(transaction.id)).rejects.toMatchObject({ code: 'refused' });
  await expect(reverse(9_999)).rejects.toMatchObject({ code: 'not_found' });
});

test('an hourly transaction is given back whole: the charge stays, and its explanation says so', async () => {
  const { rows } = await listTransactions(world.ctx, { customerId: ada.id, kind: 'hourly', limit: 1 });
  const [hourly] = rows;
  if (!hourly) throw new Error('Three runs billed ada');
  const { transaction } = await reverse(hourly.id, { reason: 'goodwill' });
  const told = await explainCharge(world.ctx, { serverId: 1, hour: new Date(from.getTime() + 2 * HOUR_MS) });
  expect(told).toMatchObject({
    amount: 10_000n,
    corrected: null,
    transaction: { id: hourly.id, reversal: { id: transaction.id, reason: 'goodwill' } },
  });
  expect((await reconcileLedger(world.ctx)).differences).toEqual([]);
});
