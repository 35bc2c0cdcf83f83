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

test('a save is told by its notice, once, without waiting for the next look', async () => {
  let toldOther = 0;
  const neverAwake = (_ms: number, signal?: AbortSignal) =>
    new Promise<void>((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  const other = followSettings({
    ...{ url: world.database.url, log: world.log, clock: { ...systemClock, sleep: neverAwake } },
    onChange: () => {
      toldOther += 1;
    },
  });
  const toldByNotice = (times: number) =>
    vi.waitFor(() => expect(toldOther).toBe(times), { timeout: 8_000, interval: 10 });
  try {
    await toldByNotice(1);
    await save(700);
    await toldByNotice(2);
    await save(701);
    await toldByNotice(3);
  } finally {
    await other.stop();
  }
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

test('every instance is told within two seconds of a save, one whose connection was cut just then as well', async () => {
  let [toldOther, napped] = [0, 0];
  const clock = {
    ...systemClock,
    // Its seconds are counted, not waited for: a busy machine has longer ones. A nap cut short by a notice is none.
    sleep: async (ms: number, signal?: AbortSignal) => {
      await systemClock.sleep(ms / 4, signal);
      napped += ms;
    },
  };
  const onChange = () => {
    toldOther += 1;
  };
  const other = followSettings({ url: world.database.url, clock, log: world.log, onChange });
  try {
    await vi.waitFor(() => expect(toldOther).toBe(1), { timeout: 8_000, interval: 10 });
    await world.ctx.db.execute(sql`
      SELECT pg_terminate_backend(pid) FROM (SELECT pid ${followers} ORDER BY backend_start DESC LIMIT 1) AS newest`);
    await save(705);
    const nappedBefore = napped;
    await vi.waitFor(() => expect(toldOther).toBe(2), { timeout: 8_000, interval: 10 });
    expect(napped - nappedBefore).toBeLessThanOrEqual(2_000);
    await told(2);
  } finally {
    await other.stop();
  }
});

test('stopping closes the connection', async () => {
  await following.stop();
  await vi.waitFor(async () => {
    const { rows } = await world.ctx.db.execute(sql`SELECT pid ${followers}`);
    expect(rows).toEqual([]);
  });
});
