import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { keepHistory } from './keep-history.ts';
import { listMonths } from './list-months.ts';

let world: TestContext;
beforeAll(async () => {
  world = await testContext({ at: '2028-03-15T03:23:00Z' });
});
afterAll(() => world.close());

const rows = async (query: ReturnType<typeof sql>) => (await world.ctx.db.execute(query)).rows;

test('partitions are made by several at once, and while somebody reads and somebody charges', async () => {
  const { db } = world.ctx;
  await db.execute(sql`SELECT ensure_charge_partitions('2028-01-01', '2028-01-01')`);
  await db.transaction(async (busy) => {
    await busy.execute(sql`SELECT count(*) FROM hourly_charges`);
    await busy.execute(sql`
      INSERT INTO hourly_charges SELECT '2028-01-01', 1, 1, 1, 1, 1, 1, 3600, 360000, 0, 0, false, NULL`);
    const make = () =>
      db.transaction(async (tx) => {
        await tx.execute(sql`SET LOCAL lock_timeout = '5s'`);
        return tx.execute(sql`SELECT ensure_charge_partitions('2028-01-15', '2028-06-30') AS made`);
      });
    const made = (await Promise.all([make(), make(), make()])).map((result) => Number(result.rows[0]?.made));
    expect(made.sort()).toEqual([0, 0, 5]);
  });
  expect(await listMonths(world.ctx)).toMatchObject([
    { name: '2028-01', state: 'full' },
    { name: '2028-02', state: 'full' },
    { name: '2028-03', state: 'full' },
  ]);
});

test('a charge of a month made this way has its key and cannot be changed', async () => {
  const charge = sql`INSERT INTO hourly_charges SELECT '2028-05-01', 1, 1, 1, 1, 1, 1, 3600, 360000, 0, 0, false, NULL`;
  await world.ctx.db.execute(charge);
  await expect(world.ctx.db.execute(charge)).rejects.toMatchObject({ cause: { code: '23505' } });
  await expect(world.ctx.db.execute(sql`DELETE FROM hourly_charges`)).rejects.toMatchObject({
    cause: { code: '42501' },
  });
});

test('every night what only told how things went is forgotten; what proves a charge is not', async () => {
  const { db } = world.ctx;
  for (const [id, closed] of [
    [1, '2027-01-01'],
    [2, '2028-03-01'],
  ] as const) {
    await db.execute(
      sql`INSERT INTO billing_runs (until, trigger, status, closed_at) VALUES (${closed}, 'schedule', 'done', ${closed})`,
    );
    await db.execute(
      sql`INSERT INTO billing_batches (run_id, number, customer_from, customer_to) VALUES (${id}, 1, 1, 9)`,
    );
    await db.execute(
      sql`INSERT INTO run_set_asides (run_id, server_id, reason, since) VALUES (${id}, 1, 'no_rate', ${closed})`,
    );
    await db.execute(
      sql`INSERT INTO cron_slots (key, job, claimed_at, claimed_by) VALUES (${closed}, 'observation', ${closed}, 'test')`,
    );
    await db.execute(sql`INSERT INTO sweeps (started_at, complete, reason) VALUES (${closed}, true, 'test')`);
  }
  await keepHistory(world.ctx);
  await keepHistory(world.ctx);
  expect(await rows(sql`SELECT run_id FROM billing_batches`)).toEqual([{ run_id: 2 }]);
  expect(await rows(sql`SELECT run_id FROM run_set_asides`)).toEqual([{ run_id: 2 }]);
  expect(await rows(sql`SELECT key FROM cron_slots`)).toEqual([{ key: '2028-03-01' }]);
  expect(await rows(sql`SELECT id FROM sweeps UNION ALL SELECT id FROM billing_runs`)).toHaveLength(4);
});
