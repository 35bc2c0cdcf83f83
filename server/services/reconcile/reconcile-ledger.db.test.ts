import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { billAt } from '../../testing/bill-at.ts';
import { aRate, aServer, billingOn, sweepsThrough } from '../../testing/factories.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { rollUp } from '../roll-ups/roll-up.ts';
import { reconcileLedger } from './reconcile-ledger.ts';

const FROM = new Date('2026-11-01T00:00:00Z');
const UNTIL = new Date('2026-11-01T06:00:00Z');

/** What somebody with the keys to the database might do, and the law that finds it. */
const tamperings = [
  [
    'a wallet is given money by hand',
    'balance',
    sql`UPDATE accounts SET balance_micros = balance_micros + 1 WHERE code = 'wallet:2'`,
  ],
  [
    'a transaction is made smaller',
    'transaction',
    sql`UPDATE transactions SET amount_micros = amount_micros - 1 WHERE id = (SELECT min(id) FROM transactions)`,
  ],
  [
    'a balance in the chain is rewritten',
    'chain',
    sql`UPDATE transactions SET wallet_balance_micros = 0 WHERE id = (SELECT min(id) FROM transactions)`,
  ],
  [
    'a charge is made cheaper',
    'charge',
    sql`UPDATE hourly_charges SET amount_micros = amount_micros - 1 WHERE hour = ${FROM.toISOString()} AND server_id = 11`,
  ],
  [
    'a charge is removed',
    'charge',
    sql`DELETE FROM hourly_charges WHERE hour = ${FROM.toISOString()} AND server_id = 12`,
  ],
  [
    'an hour is charged that was never seen',
    'charge',
    sql`INSERT INTO hourly_charges SELECT hour - interval '1 day', server_id, customer_id, package_id, rate_id, terms_id, run_id, seconds, weighted, capped, amount_micros, in_gap, transaction_id FROM hourly_charges WHERE server_id = 11 AND hour = ${FROM.toISOString()}`,
  ],
  [
    'the price of the past is changed',
    'charge',
    sql`UPDATE rates SET monthly_price_micros = monthly_price_micros * 2`,
  ],
  [
    'a sighting is invented',
    'charge',
    sql`UPDATE uptime_stretches SET state = 'stopped' WHERE server_id = 11`,
  ],
  [
    'a meter is set back, to bill twice',
    'meter',
    sql`UPDATE server_meters SET billed_until = billed_until - interval '2 hours' WHERE server_id = 12`,
  ],
  [
    'an hour is made dearer in the roll-up',
    'roll-up',
    sql`UPDATE hour_totals SET amount_micros = amount_micros + 1 WHERE hour = ${FROM.toISOString()}`,
  ],
  [
    'an hour is taken out of the roll-up',
    'roll-up',
    sql`DELETE FROM hour_totals WHERE hour = ${FROM.toISOString()}`,
  ],
  [
    "a server's month is put on another customer",
    'roll-up',
    sql`UPDATE server_months SET customer_id = 99 WHERE server_id = 11`,
  ],
  [
    'a run is rolled up twice',
    'roll-up',
    sql`UPDATE server_months SET charges = charges * 2, amount_micros = amount_micros * 2`,
  ],
  ['a run is made to look smaller', 'run', sql`UPDATE billing_runs SET amount_micros = 0`],
] as const;

describe('the books of a host whose billing ran for six hours', () => {
  let world: TestContext;

  beforeAll(async () => {
    world = await testContext({ at: FROM });
    await world.ctx.db.execute(sql`SELECT ensure_charge_partitions('2026-10-01', '2026-12-01')`);
    await billingOn(world.ctx, FROM);
    await aRate(world.ctx, { price: '5.00' });
    await aServer(world.ctx, { id: 11, customerId: 2, from: FROM });
    await aServer(world.ctx, { id: 12, customerId: 3, from: FROM });
    await sweepsThrough(world.ctx, { from: FROM, until: UNTIL });
    await billAt(world, '2026-11-01T03:00:00Z');
    await billAt(world, UNTIL);
    await rollUp(world.ctx);
  });
  afterAll(() => world?.close());

  test('agree when nobody touched them', async () => {
    const proof = await reconcileLedger(world.ctx);
    expect(proof).toMatchObject({ differences: [], checked: { charges: 12, transactions: 4, runs: 2 } });
  });

  test.each(tamperings)('do not agree once %s: the %s law says so', async (_what, law, tampering) => {
    await expect(
      world.ctx.db.transaction(async (db) => {
        // As a superuser would: the append-only triggers are switched off for this transaction.
        await db.execute(sql`SET LOCAL session_replication_role = replica`);
        await db.execute(tampering);
        const proof = await reconcileLedger({ ...world.ctx, db, inTransaction: true });
        expect(proof.differences.map((difference) => difference.law)).toContain(law);
        throw new Error('undo');
      }),
    ).rejects.toThrow('undo');
  });

  beforeEach(async () => {
    // Each tampering was undone: the next one starts from books that agree.
    expect((await reconcileLedger(world.ctx)).differences).toEqual([]);
  });

  test.each([
    ['transactions', sql`UPDATE transactions SET amount_micros = 1`],
    ['transactions', sql`DELETE FROM transactions`],
    ['transactions', sql`TRUNCATE transactions`],
    ['hourly_charges', sql`DELETE FROM hourly_charges`],
    ['rates', sql`UPDATE rates SET monthly_price_micros = 1`],
  ])('%s refuses a change to its rows', async (table, change) => {
    await expect(world.ctx.db.execute(change)).rejects.toMatchObject({
      cause: { message: expect.stringContaining(`${table}`), code: '42501' },
    });
  });
});
