import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../clock.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { followSettings } from './follow-settings.ts';
import { getBillingSettings } from './get-billing-settings.ts';
import { updateBillingSettings } from './update-billing-settings.ts';

let world: TestContext;
let changes = 0;
let following: { stop(): Promise<void> };
beforeEach(async () => {
  world = await testContext();
  changes = 0;
  following = followSettings({
    url: world.database.url,
    clock: systemClock,
    log: world.log,
    onChange: () => {
      changes += 1;
    },
  });
  await told(1); // the first look
});
afterEach(async () => {
  await following.stop();
  await world.close();
});

const told = (times: number) =>
  vi.waitFor(() => expect(changes).toBe(times), { timeout: 8_000, interval: 10 });
const save = async (hoursPerMonth: number) => {
  const { settings, version } = await getBillingSettings(world.ctx);
  await updateBillingSettings(world.ctx, {
    settings: { ...settings, hoursPerMonth },
    version,
    resumeFrom: 'now',
  });
};
const followers = sql`FROM pg_stat_activity WHERE application_name = 'skypanel settings' AND datname = current_database()`;

test('a save is told well before the next look, once', async () => {
  const before = performance.now();
  await save(700);
  await told(2);
  expect(performance.now() - before).toBeLessThan(1_500);
  await save(701);
  await told(3);
});

test('a change by psql is told, and one of the panel address too', async () => {
  await world.ctx.db.execute(sql`INSERT INTO settings (key, value) VALUES ('server_hours_per_month', '699')`);
  await told(2);
  await world.ctx.db.execute(
    sql`INSERT INTO settings (key, value) VALUES ('virtfusion_api_url', 'https://p.example')`,
  );
  await told(3);
});

test('a key that changes nothing that is followed is not told', async () => {
  await world.ctx.db.execute(sql`INSERT INTO settings (key, value) VALUES ('demo_seeded_at', 'now')`);
  await save(702);
  await told(2);
});

test('a broken connection is made anew, and what moved meanwhile is told', async () => {
  await world.ctx.db.execute(sql`SELECT pg_terminate_backend(pid) ${followers}`);
  await save(703);
  await told(2);
  await save(704);
  await told(3);
});

test('stopping closes the connection', async () => {
  await following.stop();
  await vi.waitFor(async () => {
    const { rows } = await world.ctx.db.execute(sql`SELECT pid ${followers}`);
    expect(rows).toEqual([]);
  });
});
