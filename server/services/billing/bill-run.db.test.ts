import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatMoney } from '#shared/billing/money.ts';
import { billAt } from '../../testing/bill-at.ts';
import { aRate, aServer, billingOn, HOUR_MS, sweepsThrough } from '../../testing/factories.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { reconcileLedger } from '../reconcile/reconcile-ledger.ts';

const ADA = 11;
const NOVEMBER = new Date('2026-11-01T00:00:00Z');
const DECEMBER = new Date('2026-12-01T00:00:00Z');

async function charged({ ctx }: TestContext): Promise<{ hours: number; amount: string; rows: unknown[] }> {
  const { rows } = await ctx.db.execute<{ amount: string }>(sql`
    SELECT hour, server_id, customer_id, seconds, weighted, capped, amount_micros AS amount FROM hourly_charges ORDER BY hour, server_id`);
  const total = rows.reduce((sum, row) => sum + BigInt(row.amount), 0n);
  return { hours: rows.length, amount: formatMoney(total), rows };
}

async function aNovember(): Promise<TestContext> {
  const world = await testContext({ at: NOVEMBER });
  // Lumps of weeks would wait for an admin: what they add up to is the matter here.
  await billingOn(world.ctx, NOVEMBER, { server_hourly_billing_brake_catch_up_hours: '0' });
  await aRate(world.ctx, { price: '5.00' });
  await aServer(world.ctx, { id: ADA, customerId: 2, from: NOVEMBER });
  await sweepsThrough(world.ctx, { from: NOVEMBER, until: DECEMBER });
  return world;
}

describe('ada, who runs one server at 5.00 all November', () => {
  let onTime: TestContext;
  let inLumps: TestContext;

  beforeAll(async () => {
    onTime = await aNovember();
    for (let hour = NOVEMBER.getTime() + HOUR_MS; hour <= DECEMBER.getTime(); hour += HOUR_MS) {
      await billAt(onTime, new Date(hour));
    }
    inLumps = await aNovember();
    // Lumps of 1, 25, 3, 100, 7 … hours: as after outages of any length.
    const lumps = [1, 25, 3, 100, 7, 48, 200, 2, 13, 1, 400];
    let at = NOVEMBER.getTime();
    for (const hours of lumps) {
      at = Math.min(at + hours * HOUR_MS, DECEMBER.getTime());
      await billAt(inLumps, new Date(at));
    }
  }, 300_000);
  afterAll(async () => {
    await onTime?.close();
    await inLumps?.close();
  });

  test('pays 720 hours of 730: 4.931507, as worked out by hand', async () => {
    // 5.00 × 720 ÷ 730 = 4.9315068…
    expect(await charged(onTime)).toMatchObject({ hours: 720, amount: '4.931507' });
  });

  test('pays the same, row for row, when the hours are caught up in lumps', async () => {
    expect((await charged(inLumps)).rows).toEqual((await charged(onTime)).rows);
  });

  test('has books that agree, law by law, either way', async () => {
    for (const world of [onTime, inLumps]) {
      const proof = await reconcileLedger(world.ctx);
      expect(proof.differences).toEqual([]);
      expect(proof.checked.charges).toBe(720);
    }
  });

  test('pays nothing for a run that is repeated', async () => {
    const runId = await billAt(onTime, DECEMBER);
    const { rows } = await onTime.ctx.db.execute(
      sql`SELECT charges, status FROM billing_runs WHERE id = ${runId}`,
    );
    expect(rows).toEqual([{ charges: 0, status: 'done' }]);
  });
});
