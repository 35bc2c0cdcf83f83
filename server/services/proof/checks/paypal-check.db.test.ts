import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { parseMoney } from '#shared/billing/money.ts';
import { withTransaction } from '../../../db/transaction.ts';
import { type PayingWorld, payingWorld } from '../../../testing/paying-world.ts';
import { people } from '../../../testing/people.ts';
import { completeTopUp } from '../../top-ups/complete-top-up.ts';
import { payPalCheck } from './paypal-check.ts';

const ORDER = 'GET /v2/checkout/orders/:id';
const DAY_MS = 86_400_000;
const { ada, bram } = people;
let world: PayingWorld;
let paid: { topUpId: number; orderId: string };
beforeAll(async () => {
  world = await payingWorld();
  paid = await world.approved({ customerId: ada.id, amount: parseMoney('10.00') });
  await completeTopUp(world.ctx, paid);
});
afterEach(() => world.emulator.faults.clear());
afterAll(() => world.close());

const prove = () => payPalCheck.prove(world.ctx, { readSince: world.clock.now() });
const found = async () => {
  const { differences } = await prove();
  return differences.map(({ subject, expected, found }) => `${subject} | ${expected} | ${found}`);
};

/** Past the triggers, as somebody with the keys to the database might. */
async function tamper(statement: string): Promise<void> {
  await withTransaction(world.ctx, async (tx) => {
    await tx.db.execute(sql`SET LOCAL session_replication_role = replica`);
    await tx.db.execute(sql.raw(statement));
  });
}

test('a payment that is in the ledger as PayPal has it is proved', async () => {
  expect(await prove()).toMatchObject({ differences: [], checked: 1, problem: null });
});

test.each<[string, string, string, RegExp]>([
  [
    'a top-up is made larger',
    'UPDATE top_ups SET amount_micros = amount_micros + 1',
    'UPDATE top_ups SET amount_micros = amount_micros - 1',
    /^top-up \d+ \| 10000001 micros of customer 11 in the ledger \| 10000000 micros of customer 11$/,
  ],
  [
    'a credit is written for a payment that was never captured',
    "UPDATE top_ups SET status = 'refused'",
    "UPDATE top_ups SET status = 'captured'",
    /^top-up \d+, PayPal order \w+ \| nothing paid, as it is refused \| captured as \w+$/,
  ],
  [
    'the credit of a payment loses its link',
    'UPDATE top_up_movements SET top_up_id = top_up_id + 1000',
    'UPDATE top_up_movements SET top_up_id = top_up_id - 1000',
    /^transaction \d+ \| a top-up that caused it \| a topup of none$/,
  ],
  [
    'it is said that a refund took something',
    'UPDATE top_ups SET taken_back_micros = 5',
    'UPDATE top_ups SET taken_back_micros = 0',
    /^top-up \d+ \| 0 micros taken back by refunds and disputes \| 5 micros$/,
  ],
  [
    'another capture is named',
    "UPDATE top_ups SET capture_id = 'X' || capture_id",
    'UPDATE top_ups SET capture_id = substr(capture_id, 2)',
    /^top-up \d+, PayPal order \w+ \| captured as X\w+ \| captured as \w+$/,
  ],
])('what was planted is found: %s', async (_name, change, undo, difference) => {
  await tamper(change);
  expect(await found()).toContainEqual(expect.stringMatching(difference));
  await tamper(undo);
  expect(await found()).toEqual([]);
});

test('a payment that nobody can place is found until a person has settled it', async () => {
  const { topUpId } = await world.sent({ customerId: bram.id, amount: parseMoney('5.00') });
  await tamper(`UPDATE top_ups SET status = 'unclear', problem = 'x' WHERE id = ${topUpId}`);
  expect(await found()).toEqual([`top-up ${topUpId} of customer ${bram.id} | paid, or not | unclear`]);
  await tamper(`UPDATE top_ups SET settled_at = now() WHERE id = ${topUpId}`);
  expect(await found()).toEqual([]);
});

test('while PayPal does not answer nothing is said to differ, and nothing is said to agree', async () => {
  world.emulator.faults.add({ kind: 'error', route: ORDER, times: 20 });
  expect(await prove()).toMatchObject({
    differences: [],
    problem: expect.stringMatching(/^PayPal could not be asked: PayPal did not answer/),
  });
});

test('a payment of last month was proved then, and PayPal is not asked again', async () => {
  world.clock.advance(8 * DAY_MS);
  world.emulator.faults.add({ kind: 'error', route: ORDER, times: 20 });
  expect(await prove()).toMatchObject({ differences: [], problem: null });
});
