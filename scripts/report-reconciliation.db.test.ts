import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { billAt } from '#server/testing/bill-at.ts';
import { aRate, aServer, billingOn, sweepsThrough } from '#server/testing/factories.ts';
import { people } from '#server/testing/people.ts';
import { type TestContext, testContext } from '#server/testing/test-context.ts';
import { reportReconciliation } from './report-reconciliation.ts';

const FROM = new Date('2026-11-01T00:00:00Z');
const UNTIL = new Date('2026-11-01T03:00:00Z');

let world: TestContext;
beforeAll(async () => {
  world = await testContext({ at: FROM });
  await billingOn(world.ctx, FROM);
  await aRate(world.ctx, { price: '5.00' });
  await aServer(world.ctx, { id: 11, customerId: people.ada.id, from: FROM });
  await sweepsThrough(world.ctx, { from: FROM, until: UNTIL });
  await billAt(world, UNTIL);
});
afterAll(() => world?.close());

test('books that agree are said to, with what was checked', async () => {
  const { text, agrees } = await reportReconciliation(world.ctx, {});
  expect(agrees).toBe(true);
  expect(text).toMatch(/charges +3/);
  expect(text).toMatch(/The books agree\.$/);
});

test('books that were tampered with do not agree, as a table and as JSON', async () => {
  await expect(
    world.ctx.db.transaction(async (db) => {
      await db.execute(sql`UPDATE accounts SET balance_micros = balance_micros + 1 WHERE kind = 'wallet'`);
      const ctx = { ...world.ctx, db, inTransaction: true };
      const table = await reportReconciliation(ctx, {});
      expect(table.agrees).toBe(false);
      expect(table.text).toMatch(/balance +wallet:11 +-\d+ micros +-\d+ micros/);
      expect(table.text).toMatch(/1 differences\. Nothing was repaired\./);
      const { text } = await reportReconciliation(ctx, { json: true });
      expect(JSON.parse(text)).toMatchObject({ agrees: false, differences: [{ subject: 'wallet:11' }] });
      throw new Error('undo');
    }),
  ).rejects.toThrow('undo');
});

test.each(['2026', '2026-13', 'november', '2026-11-01'])('--since %s is no month', async (since) => {
  await expect(reportReconciliation(world.ctx, { since })).rejects.toThrow(/wants a month such as 2026-11/);
});

test('--since bounds the charges that are worked out anew', async () => {
  const { text } = await reportReconciliation(world.ctx, { since: '2026-12' });
  expect(text).toMatch(/charges +0/);
});

test('--external proves the books outside as well, and what cannot be proved does not agree', async () => {
  const proved = await reportReconciliation(world.ctx, { external: true });
  expect(proved.agrees).toBe(true);
  expect(proved.text).toMatch(/ledger +agrees +\d+\npaypal +agrees +0\ncredit +agrees +0\naudit +agrees +0/);
  await world.ctx.db.execute(sql`
    WITH credit AS (INSERT INTO credit_wallets (customer_id) VALUES (${people.ada.id})),
      linked AS (UPDATE customers SET external_id = 1000 WHERE id = ${people.ada.id})
    INSERT INTO settings (key, value) VALUES ('wallet_mode', 'virtfusion')`);
  const unread = await reportReconciliation(world.ctx, { external: true });
  expect(unread.agrees).toBe(false);
  expect(unread.text).toMatch(
    /credit +unproved +0\naudit +agrees +0\n\ncredit: The credit of 1 customer could not be read/,
  );
  const { text } = await reportReconciliation(world.ctx, { external: true, json: true });
  expect(JSON.parse(text)).toMatchObject({
    agrees: false,
    external: [{ check: 'ledger' }, { check: 'paypal' }, { check: 'credit' }, { check: 'audit' }],
  });
});
