import { createServer } from 'node:http';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getBillingSettings } from '#server/services/settings/get-billing-settings.ts';
import { updateBillingSettings } from '#server/services/settings/update-billing-settings.ts';
import { type TestContext, testContext } from '#server/testing/test-context.ts';
import type { BillingSettings } from '#shared/api/settings.ts';
import { checkBillingSave } from './check-billing-save.ts';

let world: TestContext;
beforeEach(async () => {
  world = await testContext();
});
afterEach(() => world.close());

const save = async (changes: Partial<BillingSettings>) => {
  const { settings, version } = await getBillingSettings(world.ctx, {});
  await updateBillingSettings(world.ctx, {
    settings: { ...settings, ...changes },
    version,
    resumeFrom: 'now',
  });
};

/** Everything a save can leave behind, but for the version and the audit, which tell the truth. */
const everything = async () => {
  const rows = async (query: ReturnType<typeof sql>) => (await world.ctx.db.execute(query)).rows;
  return {
    keys: await rows(sql`SELECT key, value FROM settings ORDER BY key`),
    settings: (await getBillingSettings(world.ctx, {})).settings,
    switches: await rows(sql`SELECT id, on_from, on_until FROM billing_switches ORDER BY id`),
    terms: await rows(
      sql`SELECT id, effective_from, hours_per_month, cap_hours FROM billing_terms ORDER BY id`,
    ),
  };
};

const worlds: [string, () => Promise<void>][] = [
  ['where nobody ever saved anything', async () => {}],
  ['where billing is off, and was saved so', () => save({ enabled: false, hoursPerMonth: 700 })],
  ['where billing is on', () => save({ enabled: true, cronSchedule: '*/15 * * * *' })],
  [
    'where billing was on and is paused',
    async () => {
      await save({ enabled: true });
      world.clock.advance(7_200_000);
      await save({ enabled: false, hoursPerMonth: 720 });
      world.clock.advance(7_200_000);
    },
  ],
];

describe.each(worlds)('an installation %s', (_name, prepare) => {
  test('has what was saved at every station, and is then as it was', async () => {
    await prepare();
    world.clock.advance(60_000);
    const before = await everything();
    const check = await checkBillingSave(world.ctx, { apiUrl: null });
    expect(check.text).toMatch(/Every station has what was saved/);
    expect(check.differences).toBe(0);
    expect(await everything()).toEqual(before);
  });
});

test('a typed row that does not follow its keys is found, at each station behind it, and put back', async () => {
  await save({ enabled: true });
  const before = await everything();
  await world.ctx.db.execute(sql`
    CREATE OR REPLACE FUNCTION hold_hours() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN NEW.hours_per_month := 730; RETURN NEW; END $$`);
  await world.ctx.db.execute(sql`
    CREATE TRIGGER hold_hours BEFORE UPDATE ON server_hourly_billing_settings FOR EACH ROW EXECUTE FUNCTION hold_hours()`);
  const check = await checkBillingSave(world.ctx, { apiUrl: null });
  expect(check.differences).toBe(4);
  expect(check.text).toMatch(/typed row +.*730 \(saved: 720\).*DIFFERS/);
  expect(check.text).toMatch(/key in settings .*ok/);
  expect(await everything()).toEqual(before);
});

test('what was there is put back when a station cannot be read at all', async () => {
  await save({ enabled: true });
  const before = await everything();
  await world.ctx.db.execute(sql`ALTER TABLE cron_slots RENAME TO cron_slots_away`);
  await expect(checkBillingSave(world.ctx, { apiUrl: null })).rejects.toThrow(/cron_slots/);
  expect(await everything()).toEqual(before);
});

test('an application of somebody else on that port is left alone, and no token stays behind', async () => {
  const stranger = createServer((request, response) => {
    response.statusCode = request.url === '/api/auth/hints' ? 200 : 401;
    response.end('{}');
  });
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  const address = stranger.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const check = await checkBillingSave(world.ctx, { apiUrl: `http://127.0.0.1:${port}` });
  await new Promise((resolve) => stranger.close(resolve));
  expect(check.text).toMatch(/works on another database/);
  expect(check.differences).toBe(0);
  const { rows } = await world.ctx.db.execute(sql`SELECT FROM api_tokens WHERE revoked_at IS NULL`);
  expect(rows).toEqual([]);
});
