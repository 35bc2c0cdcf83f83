import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { reconcileLedger } from '#server/services/reconcile/reconcile-ledger.ts';
import { aCustomer } from '#server/testing/factories.ts';
import { type TestContext, testContext } from '#server/testing/test-context.ts';
import { quietMonth } from './quiet-month.ts';
import { seedWorld } from './seed-world.ts';

let world: TestContext;
beforeEach(async () => {
  world = await testContext({ at: '2026-11-03T12:30:00Z' });
});
afterEach(() => world.close());

test('a seeded world has people, servers, charges and books that agree', async () => {
  await seedWorld(world.ctx, { ...quietMonth, hours: 12 });
  const { rows } = await world.ctx.db.execute(sql`
    SELECT c.name, count(h.*)::int AS charges, sum(h.seconds)::int AS seconds,
      (SELECT reason FROM run_set_asides a WHERE a.server_id = s.id ORDER BY run_id DESC LIMIT 1) AS waits
    FROM customers c JOIN servers s ON s.customer_id = c.id LEFT JOIN hourly_charges h ON h.server_id = s.id
    GROUP BY c.id, s.id ORDER BY c.id`);
  expect(rows).toMatchObject([
    { name: 'Ada Adebayo', charges: 12, seconds: 12 * 3600, waits: null },
    { name: 'Bram de Boer', charges: 12, waits: null },
    { name: 'Chidi Okafor', charges: 12, seconds: 12 * 3600, waits: null },
    { name: 'Dora Dimou', charges: 0, seconds: null, waits: 'no_rate' },
  ]);
  const proof = await reconcileLedger(world.ctx);
  expect(proof.differences).toEqual([]);
  expect(proof.checked.charges).toBe(36);
});

test('a database that holds anything is left alone', async () => {
  await aCustomer(world.ctx, 5);
  await expect(seedWorld(world.ctx, quietMonth)).rejects.toThrow(/rows in customers already/);
  const { rows } = await world.ctx.db.execute(sql`SELECT FROM servers`);
  expect(rows).toEqual([]);
});
