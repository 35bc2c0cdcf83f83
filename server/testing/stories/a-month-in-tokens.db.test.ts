import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CreditWorld, creditWorld } from '../../services/credit/testing/credit-world.ts';
import { proveBooks } from '../../services/proof/prove-books.ts';
import { billAt } from '../bill-at.ts';
import { aRate, aServer, billingOn, HOUR_MS, sweepsThrough } from '../factories.ts';
import { people } from '../people.ts';

const { ada, bram, chidi } = people;
const OCTOBER = new Date('2026-10-01T00:00:00Z');
const NOVEMBER = new Date('2026-11-01T00:00:00Z');
/** What runs caught up: an hour, a day, an outage of a week. */
const LUMPS = [1, 1, 1, 5, 24, 48, 24, 100, 7, 168, 1, 24, 72, 200, 48];

let world: CreditWorld;
beforeAll(async () => {
  world = await creditWorld({ at: OCTOBER, tokens: 0, decimals: 2 });
  await billingOn(world.ctx, OCTOBER, { server_hourly_billing_brake_catch_up_hours: '0' });
  for (const [index, [{ id }, price]] of [
    [ada, '5.00'] as const,
    [bram, '3.00'] as const,
    [chidi, '60.00'] as const,
  ].entries()) {
    await aRate(world.ctx, { packageId: index + 1, price });
    await aServer(world.ctx, { id: index + 1, customerId: id, packageId: index + 1, from: OCTOBER });
  }
  await sweepsThrough(world.ctx, { from: OCTOBER, until: NOVEMBER });
  let at = OCTOBER.getTime();
  for (const [lump, hours] of LUMPS.entries()) {
    at = Math.min(at + hours * HOUR_MS, NOVEMBER.getTime());
    // Some replies are lost on the way, some before they were posted, some after.
    if (lump % 4 === 1) {
      const kind = lump % 8 === 1 ? 'drop-after' : 'drop-before';
      world.panel.faults.add({ kind, route: 'POST /selfService/credit/*', times: 1 });
    }
    await billAt(world, new Date(at));
    await world.carry();
    await world.send();
    world.settle();
    await world.send();
  }
  await billAt(world, NOVEMBER);
  await world.carry();
  await world.send();
}, 120_000);
afterAll(() => world?.close());

test('a month of a $5, a $3 and a $60 plan costs 500, 300 and 6,000 tokens at 0.01, to the last one', async () => {
  expect([ada, bram, chidi].map(({ id }) => world.balance(id))).toEqual([
    '-500.0000',
    '-300.0000',
    '-6000.0000',
  ]);
  for (const { id } of [ada, bram, chidi]) expect(await world.wallet(id)).toBe(0n);
});

test('and the books agree, here and outside', async () => {
  expect(await proveBooks(world.ctx, { fresh: true })).toMatchObject({ outcome: 'agrees' });
});
