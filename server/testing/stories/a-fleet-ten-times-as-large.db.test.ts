import { sql } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { type WatchedPanel, watchedPanel } from '../../services/uptime/testing/watched-panel.ts';
import { billAt } from '../bill-at.ts';
import { countStatements } from '../count-statements.ts';
import { aRate, aServer, billingOn, sweepsThrough } from '../factories.ts';
import { people } from '../people.ts';
import { type TestContext, testContext } from '../test-context.ts';

// The figures of md-docs/performance.md in what does not depend on the machine: calls and statements, not seconds.

const START = new Date('2026-11-01T00:00:00Z');
let world: { close(): Promise<void> } | undefined;
afterEach(() => world?.close());

async function fleetOf(servers: number): Promise<TestContext> {
  const test = await testContext({ at: START });
  world = test;
  await billingOn(test.ctx, START);
  await aRate(test.ctx, { price: '5.00' });
  await aServer(test.ctx, { id: 1, customerId: 1, from: START });
  await multiply(test, servers);
  await sweepsThrough(test.ctx, { from: START, until: new Date('2026-11-01T02:00:00Z') });
  return test;
}

/** As many like the first, each of a customer of its own. */
async function multiply({ ctx }: TestContext, servers: number): Promise<void> {
  const more = sql`generate_series(2, ${servers}::int) AS n`;
  for (const statement of [
    sql`INSERT INTO customers (id, name) SELECT n, 'customer ' || n FROM ${more}`,
    sql`INSERT INTO accounts (code, kind, customer_id) SELECT 'wallet:' || n, 'wallet', n FROM ${more}`,
    sql`INSERT INTO servers (id, uuid, name, customer_id, hypervisor_id, commission_status, suspended, panel_created_at,
      panel_updated_at, package_id) SELECT n, 'uuid-' || n, 'server-' || n, n, 1, 3, false, s.panel_created_at,
      s.panel_updated_at, s.package_id FROM servers s, ${more} WHERE s.id = 1`,
    sql`INSERT INTO server_meters (server_id, customer_id, billed_until) SELECT n, n, m.billed_until
      FROM server_meters m, ${more} WHERE m.server_id = 1`,
    sql`INSERT INTO server_packages (server_id, effective_from, package_id, source)
      SELECT n, effective_from, package_id, source FROM server_packages p, ${more} WHERE p.server_id = 1`,
    sql`INSERT INTO uptime_stretches (server_id, first_seen_at, state, customer_id)
      SELECT n, first_seen_at, state, n FROM uptime_stretches u, ${more} WHERE u.server_id = 1`,
  ]) {
    await ctx.db.execute(statement);
  }
}

async function statementsToBill(servers: number): Promise<number> {
  const test = await fleetOf(servers);
  // The first run of a process may ask what it then remembers.
  await billAt(test, '2026-11-01T01:05:00Z');
  const statements = await countStatements(() => billAt(test, '2026-11-01T02:05:00Z'));
  const { rows } = await test.ctx.db.execute<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM hourly_charges`,
  );
  expect(rows[0]?.count).toBe(2 * servers);
  await test.close();
  world = undefined;
  return statements;
}

test('a batch takes as many statements for 2,000 servers as for 20', async () => {
  const few = await statementsToBill(20);
  expect(few).toBeLessThan(60);
  expect(await statementsToBill(2_000)).toBe(few);
});

test('a look takes a call for 200 servers, one for the packages, and one for each server that is new', async () => {
  const panel: WatchedPanel = await watchedPanel({ existence: true });
  world = panel;
  const add = () => panel.world.addServer({ ownerId: people.ada.id, packageId: 1, created: START });
  for (let servers = 0; servers < 401; servers++) add();
  await panel.observe();
  const look = async (at: string) => {
    panel.at(at);
    panel.emulator.calls.reset();
    await panel.observe();
    return panel.emulator.calls.byRoute;
  };
  expect(await look('12:10')).toEqual({ 'GET /packages': 1, 'GET /servers': 3 });
  add();
  expect(await look('12:20')).toEqual({ 'GET /packages': 1, 'GET /servers': 3, 'GET /servers/:id': 1 });
});
