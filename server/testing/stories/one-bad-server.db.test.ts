import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { advanceRun } from '../../services/billing/advance-run.ts';
import { openRun } from '../../services/billing/open-run.ts';
import { aRate, aServer, billingOn, sweepsThrough } from '../factories.ts';
import { type TestContext, testContext } from '../test-context.ts';

const FROM = new Date('2026-11-01T00:00:00Z');
const UNTIL = new Date('2026-11-01T02:00:00Z');
const CUSTOMERS = 12;
/** Of customer 7, who has this one and a sound one. */
const BAD = 107;
let world: TestContext;

beforeAll(async () => {
  world = await testContext({ at: FROM });
  const { ctx } = world;
  await billingOn(ctx, FROM);
  await aRate(ctx, { price: '7.30' });
  for (let customer = 1; customer <= CUSTOMERS; customer++) {
    await aServer(ctx, { id: 100 + customer, customerId: customer, from: FROM });
  }
  await aServer(ctx, { id: 207, customerId: 7, from: FROM });
  await sweepsThrough(ctx, { from: FROM, until: UNTIL });
  // Its charge is there though its meter never moved: the key refuses a second one, whatever the code does.
  await ctx.db.execute(sql`SELECT ensure_charge_partitions(${FROM.toISOString()}, ${UNTIL.toISOString()})`);
  await ctx.db.execute(sql`
    INSERT INTO hourly_charges (hour, server_id, customer_id, package_id, rate_id, terms_id, run_id, seconds, weighted, capped, amount_micros, in_gap)
    VALUES (${FROM.toISOString()}, ${BAD}, 7, 1, 1, 1, 0, 0, 0, 0, 0, false)`);
});
afterAll(() => world?.close());

test('one bad server is taken apart from the others, named and parked; they are billed, it is not moved', async () => {
  const { ctx, clock } = world;
  clock.set(UNTIL);
  const { runId } = await openRun(ctx, { trigger: 'schedule', requestedBy: null });
  await advanceRun(ctx, {
    runId,
    observe: async () => ({ until: UNTIL, sweepId: null, serversSeen: 13, notSeen: null, panelSkewMs: null }),
  });

  const { rows: runs } = await ctx.db.execute(
    sql`SELECT status, charges, servers_billed, servers_set_aside FROM billing_runs WHERE id = ${runId}`,
  );
  expect(runs).toEqual([
    { status: 'done_with_failures', charges: CUSTOMERS * 2, servers_billed: CUSTOMERS, servers_set_aside: 1 },
  ]);
  const { rows: aside } = await ctx.db.execute(
    sql`SELECT server_id, reason, detail FROM run_set_asides WHERE run_id = ${runId}`,
  );
  expect(aside).toEqual([
    { server_id: BAD, reason: 'failed', detail: expect.stringContaining('duplicate key') },
  ]);
  const { rows: meters } = await ctx.db.execute(
    sql`SELECT billed_until, set_aside_reason FROM server_meters WHERE server_id = ${BAD}`,
  );
  expect(meters).toEqual([{ billed_until: FROM, set_aside_reason: 'failed' }]);
});

test('the customer of the bad server paid for the sound one, once', async () => {
  const { rows } = await world.ctx.db.execute(
    sql`SELECT balance_micros FROM accounts WHERE code = 'wallet:7'`,
  );
  expect(rows).toEqual([{ balance_micros: -20_000n }]);
});
