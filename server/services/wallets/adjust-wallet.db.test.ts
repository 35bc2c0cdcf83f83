import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InputOf, SentTo } from '#shared/api/endpoint.ts';
import { api } from '#shared/api/index.ts';
import { parseMoney } from '#shared/billing/money.ts';
import { aCustomer } from '../../testing/factories.ts';
import { actorOf, people } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { listAudit } from '../audit/list-audit.ts';
import { reconcileLedger } from '../reconcile/reconcile-ledger.ts';
import { adjustWallet } from './adjust-wallet.ts';

type Adjustment = InputOf<typeof api.customers.adjustWallet>;

let world: TestContext;
beforeAll(async () => {
  world = await testContext({ actor: actorOf('olive', 3), maxConnections: 25 });
  for (const { id, name } of Object.values(people)) await aCustomer(world.ctx, id, name);
});
afterAll(() => world?.close());

const credit = (idempotencyKey: string, more: Partial<Adjustment> = {}): Adjustment => ({
  id: people.ada.id,
  direction: 'credit',
  amount: parseMoney('12.50'),
  reason: 'a bank transfer',
  idempotencyKey,
  ...more,
});

async function books() {
  const { rows } = await world.ctx.db.execute(sql`
    SELECT (SELECT count(*)::int FROM transactions) AS transactions, (SELECT count(*)::int FROM audit_log) AS audits,
      (SELECT json_agg(json_build_array(code, balance_micros::text, version) ORDER BY id) FROM accounts) AS accounts`);
  return rows[0];
}

describe('a wallet adjustment', () => {
  test('credits and debits the wallet, against the adjustments account', async () => {
    const { id } = people.bram;
    const credited = await adjustWallet(world.ctx, credit('works-credit', { id }));
    const debited = await adjustWallet(
      world.ctx,
      credit('works-debit', { id, direction: 'debit', amount: parseMoney('20') }),
    );
    expect(credited).toMatchObject({
      repeated: false,
      transaction: {
        kind: 'adjustment',
        from: 'adjustments',
        to: 'wallet:12',
        amount: 12_500_000n,
        walletChange: 12_500_000n,
        walletBalance: 12_500_000n,
        customerId: 12,
        customerName: 'Bram de Boer',
        reason: 'a bank transfer',
        cause: 'admin:3',
        runId: null,
        createdAt: world.clock.now(),
      },
    });
    expect(debited.transaction).toMatchObject({
      from: 'wallet:12',
      to: 'adjustments',
      walletChange: -20_000_000n,
      walletBalance: -7_500_000n,
    });
  });

  test('is audited, with the balance before and after', async () => {
    const { transaction } = await adjustWallet(
      world.ctx,
      credit('audited-1', { id: people.chidi.id, reason: 'a gift' }),
    );
    const { rows } = await listAudit(world.ctx, { subject: 'customer:13', limit: 10 });
    expect(rows).toMatchObject([
      {
        action: 'wallet.adjusted',
        actor: 'admin:3',
        before: { balanceMicros: '0' },
        after: {
          balanceMicros: '12500000',
          amountMicros: '12500000',
          direction: 'credit',
          reason: 'a gift',
          transactionId: transaction.id,
        },
      },
    ]);
  });

  test('repeated one after the other, tells the first and changes nothing', async () => {
    const first = await adjustWallet(world.ctx, credit('repeat-01'));
    const before = await books();
    expect(await adjustWallet(world.ctx, credit('repeat-01'))).toEqual({ ...first, repeated: true });
    expect(await books()).toEqual(before);
  });

  test('asked for fifty times at once, has one effect', async () => {
    const same = credit('at-once-1', { id: people.dora.id });
    const answers = await Promise.all(Array.from({ length: 50 }, () => adjustWallet(world.ctx, same)));
    expect(answers.filter((answer) => !answer.repeated)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.transaction.id)).size).toBe(1);
    expect(answers.every((answer) => answer.transaction.walletBalance === 12_500_000n)).toBe(true);
    const { rows } = await listAudit(world.ctx, { subject: 'customer:14', limit: 10 });
    expect(rows).toHaveLength(1);
  });

  test.each([
    ['amount', { amount: parseMoney('12.51') }],
    ['direction', { direction: 'debit' as const }],
    ['reason', { reason: 'another reason' }],
  ])('with a key that came with another %s is refused and changes nothing', async (name, other) => {
    const key = `conflict-${name}`;
    await adjustWallet(world.ctx, credit(key));
    const before = await books();
    await expect(adjustWallet(world.ctx, credit(key, other))).rejects.toMatchObject({ code: 'conflict' });
    expect(await books()).toEqual(before);
  });

  test('with the key of another customer is an adjustment of its own', async () => {
    await adjustWallet(world.ctx, credit('shared-key'));
    const other = await adjustWallet(world.ctx, credit('shared-key', { id: people.bram.id }));
    expect(other.repeated).toBe(false);
  });

  test.each([999, 9_000_000_000])('of customer %i, who is unknown, changes nothing', async (id) => {
    const before = await books();
    await expect(adjustWallet(world.ctx, credit('unknown-1', { id }))).rejects.toMatchObject({
      code: 'not_found',
      facts: { id },
    });
    expect(await books()).toEqual(before);
  });

  test.each([
    ['otto', '500.00', '500.000001'],
    ['vera', '0', '0.000001'],
  ] as const)('by %s is at most %s at once: %s is refused', async (name, _limit, amount) => {
    const before = await books();
    const as = { ...world.ctx, actor: actorOf(name, 4) };
    const asked = credit(`limit-${name}`, { amount: parseMoney(amount) });
    await expect(adjustWallet(as, asked)).rejects.toMatchObject({ code: 'refused' });
    expect(await books()).toEqual(before);
  });

  test('leaves books that agree', async () => {
    expect((await reconcileLedger(world.ctx)).differences).toEqual([]);
  });
});

describe('the API row refuses', () => {
  const sent: SentTo<typeof api.customers.adjustWallet> = {
    id: 11,
    direction: 'credit',
    amount: '12.50',
    reason: 'a bank transfer',
    idempotencyKey: 'a-key-of-12',
  };

  test.each([
    ['nothing', { amount: '0' }],
    ['less than nothing', { amount: '-1' }],
    ['seven decimals', { amount: '1.0000001' }],
    ['words', { amount: 'ten' }],
    ['more than any wallet holds', { amount: '1000000000.000001' }],
    ['no reason', { reason: '  ' }],
    ['a short key', { idempotencyKey: 'short' }],
  ])('%s', (_what, bad) => {
    const { input } = api.customers.adjustWallet;
    expect(input.safeParse(sent).success).toBe(true);
    const refused = input.safeParse({ ...sent, ...bad });
    expect(refused.error?.issues.map((issue) => issue.path[0])).toEqual([Object.keys(bad)[0]]);
  });
});
