import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type CreditCustomer,
  type CreditWorld,
  creditWorld,
} from '../../services/credit/testing/credit-world.ts';
import { proveBooks } from '../../services/proof/prove-books.ts';
import { monthlyStatement } from '../../services/statements/monthly-statement.ts';
import { billAt } from '../bill-at.ts';
import { aRate, aServer, billingOn, HOUR_MS, sweepsThrough } from '../factories.ts';

const OCTOBER = new Date('2026-10-01T00:00:00Z');
const NOVEMBER = new Date('2026-11-01T00:00:00Z');
const PRICES = ['5.00', '3.00', '60.00'];
/** What runs caught up: an hour, a day, an outage of a week. */
const LUMPS = [1, 1, 1, 5, 24, 48, 24, 100, 7, 168, 1, 24, 72, 200, 68];

let world: CreditWorld;
/** Ada, bram and chidi. */
const customers: CreditCustomer[] = [];
beforeAll(async () => {
  world = await creditWorld({ at: OCTOBER, decimals: 2 });
  await billingOn(world.ctx, OCTOBER, { server_hourly_billing_brake_catch_up_hours: '0' });
  for (const [index, price] of PRICES.entries()) {
    const customer = await world.customer(0);
    customers.push(customer);
    const [id, packageId] = [index + 1, index + 1];
    await aRate(world.ctx, { packageId, price });
    await aServer(world.ctx, { id, customerId: customer.id, packageId, from: OCTOBER });
  }
  await sweepsThrough(world.ctx, { from: OCTOBER, until: NOVEMBER });
  let at = OCTOBER.getTime();
  for (const [lump, hours] of LUMPS.entries()) {
    at += hours * HOUR_MS;
    // Some replies are lost on the way: some before anything was posted, some after.
    if (lump % 4 === 1) {
      const kind = lump % 8 === 1 ? 'drop-after' : 'drop-before';
      world.panel.faults.add({ kind, route: 'POST /selfService/credit/*', times: 1 });
    }
    await billAt(world, new Date(at));
    await world.carryAll();
    await world.sendAll();
    world.settle();
    await world.sendAll();
  }
  await world.carryAll();
  await world.sendAll();
}, 120_000);
afterAll(() => world?.close());

test('a month of a $5, a $3 and a $60 plan costs 500, 300 and 6,000 tokens at 0.01, to the last one', async () => {
  expect(customers.map((customer) => customer.balance())).toEqual(['-500.0000', '-300.0000', '-6000.0000']);
  expect(await Promise.all(customers.map((customer) => customer.wallet()))).toEqual([0n, 0n, 0n]);
});

test('replies were lost on the way, both ways, and the books agree here and outside', async () => {
  const ends = (await Promise.all(customers.map((customer) => customer.postings()))).flat();
  for (const end of ['resolved arrived', 'resolved not_arrived', 'confirmed arrived']) {
    expect(ends.some((posting) => posting.startsWith(end))).toBe(true);
  }
  expect(await proveBooks(world.ctx, { fresh: true })).toMatchObject({ outcome: 'agrees' });
});

test('the statements say what was carried, as one sum, and go on from each other', async () => {
  for (const { id } of customers) {
    const october = await monthlyStatement(world.ctx, { id, month: '2026-10' });
    const november = await monthlyStatement(world.ctx, { id, month: '2026-11' });
    expect([october.opening, october.movements]).toEqual([0n, []]);
    // The last run was in November: what it charged of October was carried then.
    expect(october.carried + november.carried).toBe(october.usage.amount);
    expect(october.closing).toBe(october.carried - october.usage.amount);
    expect([november.opening, november.closing]).toEqual([october.closing, 0n]);
  }
});
