import { sql } from 'drizzle-orm';
import { billAt } from '../../../testing/bill-at.ts';
import { aRate, aServer, billingOn, HOUR_MS, sweepsThrough } from '../../../testing/factories.ts';
import type { TestContext } from '../../../testing/test-context.ts';
import { rollUp } from '../../roll-ups/roll-up.ts';

/** A month of 744 hours, so that the cap at 730 is reached. */
export const MONTH = new Date('2026-12-01T00:00:00Z');
export const MONTH_END = new Date('2027-01-01T00:00:00Z');

const hour = (hours: number) => new Date(MONTH.getTime() + hours * HOUR_MS);
const CUSTOMERS = 4;
export const SERVERS = 16;

/** Reboots, and so has hours that are not full; changes hands; has no price for a while, and is caught up later. */
export const PARTIAL = 1;
export const SOLD = 2;
export const LATE = 3;
/** What any other server is. */
export const QUIET = 4;

/**
 * A month of sixteen servers as runs would have left it: hourly runs, then daily ones, a price change, the cap, ten hours
 * nobody looked in, and the three servers above. The clock stands in the fourth month after it.
 */
export async function aBilledMonth(world: TestContext): Promise<void> {
  const { ctx } = world;
  await billingOn(ctx, MONTH, {
    server_hourly_billing_brake_catch_up_hours: '0',
    server_hourly_billing_brake_total_percent: '0',
    server_hourly_billing_brake_free_percent: '0',
  });
  await aRate(ctx, { packageId: 1, price: '5.00' });
  await aRate(ctx, { packageId: 1, price: '7.77', from: hour(300) });
  for (let id = 1; id <= SERVERS; id += 1) {
    const packageId = id === LATE ? 2 : 1;
    const state = id % 10 === 9 ? 'stopped' : 'running';
    await aServer(ctx, { id, customerId: 1 + (id % CUSTOMERS), packageId, from: MONTH, state });
  }
  await sweepsThrough(ctx, { from: MONTH, until: hour(200), minutes: 20 });
  await sweepsThrough(ctx, { from: hour(210), until: hour(760), minutes: 20 });
  await partialHours(ctx);
  await billAt(world, hour(1));
  for (let at = 2; at <= 5; at += 1) await billAt(world, hour(at));
  for (let at = 72; at < 744; at += 72) await billAt(world, hour(at));
  await aRate(ctx, { packageId: 2, price: '9.00', from: MONTH });
  await billAt(world, hour(746));
  world.clock.set(new Date('2027-03-20T12:00:00Z'));
  await rollUp(ctx);
}

/** Lets the month above be packed: by default it is kept in full for a year. */
export async function keepTwoMonths(ctx: TestContext['ctx']): Promise<void> {
  await ctx.db.execute(
    sql`INSERT INTO settings (key, value) VALUES ('server_hourly_billing_months_in_full', '2')`,
  );
}

async function partialHours(ctx: TestContext['ctx']): Promise<void> {
  await ctx.db.execute(
    sql`UPDATE uptime_stretches SET last_seen_at = ${hour(100.2).toISOString()} WHERE server_id IN (${PARTIAL}, ${SOLD})`,
  );
  await ctx.db.execute(sql`
    INSERT INTO uptime_stretches (server_id, first_seen_at, last_seen_at, state, customer_id) VALUES
      (${PARTIAL}, ${hour(100.5).toISOString()}, ${hour(101.7).toISOString()}, 'stopped', ${1 + (PARTIAL % CUSTOMERS)}),
      (${PARTIAL}, ${hour(101.9).toISOString()}, NULL, 'running', ${1 + (PARTIAL % CUSTOMERS)}),
      (${SOLD}, ${hour(100.5).toISOString()}, NULL, 'running', ${CUSTOMERS})`);
}
