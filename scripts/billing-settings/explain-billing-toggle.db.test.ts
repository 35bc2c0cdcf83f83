import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { billingOn } from '#server/testing/factories.ts';
import { type TestContext, testContext } from '#server/testing/test-context.ts';
import { explainBillingToggle } from './explain-billing-toggle.ts';

let world: TestContext;
beforeEach(async () => {
  world = await testContext();
});
afterEach(() => world.close());

/** Past the triggers, as a restored backup or a superuser would. */
const tamper = (statement: ReturnType<typeof sql>) =>
  world.ctx.db.transaction(async (db) => {
    await db.execute(sql`SET LOCAL session_replication_role = replica`);
    await db.execute(statement);
  });

test('where nothing was saved, the form’s default is what all stations say: off', async () => {
  const { text, firstThatDiffers } = await explainBillingToggle(world.ctx);
  expect(firstThatDiffers).toBeNull();
  expect(text).toMatch(/\(no key\) +off +the form's default stands for it: false/);
  expect(text).toMatch(/the same at every station. Nothing was changed/);
});

test('where billing is on, the text true becomes a boolean, an open switch and a switch that is on', async () => {
  await billingOn(world.ctx, world.clock.now());
  const { text, firstThatDiffers } = await explainBillingToggle(world.ctx);
  expect(firstThatDiffers).toBeNull();
  expect(text).toMatch(/'true' +on +text to boolean/);
  expect(text).toMatch(/switch on the form +on +on/);
  expect(text).toMatch(/start '0 \* \* \* \*' in UTC +on/);
});

test.each([
  [
    'the typed row did not follow its key',
    sql`UPDATE server_hourly_billing_settings SET cron_enabled = false`,
    'server_hourly_billing_settings.cron_enabled',
  ],
  ['the switch was closed by hand', sql`UPDATE billing_switches SET on_until = on_from`, 'billing_switches'],
  [
    'the key says neither true nor false',
    sql`UPDATE settings SET value = 'on' WHERE key = 'server_hourly_billing_enabled'`,
    'key server_hourly_billing_enabled',
  ],
])('when %s, that station is named', async (_what, tampering, station) => {
  await billingOn(world.ctx, world.clock.now());
  await tamper(tampering);
  const { text, firstThatDiffers } = await explainBillingToggle(world.ctx);
  expect(firstThatDiffers).toBe(station);
  expect(text).toContain(`The first station that differs: ${station}.`);
});

test('a database that is not ours is said to be none', async () => {
  await world.ctx.db.execute(sql`ALTER TABLE settings RENAME TO settings_of_something_else`);
  await expect(explainBillingToggle(world.ctx)).rejects.toThrow(/lacks tables of this application/);
});
