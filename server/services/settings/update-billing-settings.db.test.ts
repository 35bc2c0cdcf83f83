import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type BillingSettings, defaultBillingSettings } from '#shared/api/settings.ts';
import { admins, auditLog, settings as settingsTable } from '#shared/schema/index.ts';
import { AppError } from '../../errors.ts';
import { actorOf, testAdmins } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { getBillingSettings } from './get-billing-settings.ts';
import { updateBillingSettings } from './update-billing-settings.ts';

let world: TestContext;
beforeAll(async () => {
  world = await testContext({ actor: actorOf('olive', 1) });
  const { password: _, ...olive } = testAdmins.olive;
  await world.ctx.db.insert(admins).values({ ...olive, passwordHash: '-' });
});
afterAll(() => world.close());
beforeEach(() => world.clock.advance(60_000));

const save = async (changes: Partial<BillingSettings>, more: { resumeFrom?: 'now' | 'lastBilled' } = {}) => {
  const { settings, version } = await getBillingSettings(world.ctx);
  return updateBillingSettings(world.ctx, {
    settings: { ...settings, ...changes },
    version,
    resumeFrom: more.resumeFrom ?? 'now',
  });
};
const audited = () => world.ctx.db.select().from(auditLog).orderBy(auditLog.id);
const switches = async () =>
  (await world.ctx.db.execute(sql`SELECT on_from, on_until FROM billing_switches ORDER BY id`)).rows;
const refusal = async (work: Promise<unknown>): Promise<AppError> => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error(`Expected a refusal, got ${String(error)}`);
  return error;
};

test('a new installation has the declared defaults, saved by nobody', async () => {
  expect(await getBillingSettings(world.ctx)).toMatchObject({
    settings: defaultBillingSettings,
    version: 1,
    updatedBy: null,
    lastOnUntil: null,
  });
});

test('a save is kept, projected onto the typed row, dated by the clock, and audited with what changed only', async () => {
  const saved = await save({
    hoursPerMonth: 720,
    capRule: 'custom',
    capHours: 600,
    timezone: 'Europe/London',
  });
  expect(saved).toEqual({
    settings: {
      ...defaultBillingSettings,
      hoursPerMonth: 720,
      capRule: 'custom',
      capHours: 600,
      timezone: 'Europe/London',
    },
    version: 2,
    updatedAt: world.clock.now(),
    updatedBy: 'Olive Owner',
    lastOnUntil: null,
  });
  expect((await audited()).at(-1)).toMatchObject({
    action: 'settings.updated',
    subject: 'settings',
    before: { hoursPerMonth: 730, capRule: 'hours_per_month', capHours: null, timezone: 'UTC' },
    after: { hoursPerMonth: 720, capRule: 'custom', capHours: 600, timezone: 'Europe/London' },
  });
});

test('a repeat changes nothing: no version, no audit, and no complaint about the version it came with', async () => {
  const { settings, version } = await save({ stoppedPercent: 10 });
  const entries = (await audited()).length;
  world.clock.advance(60_000);
  const again = await updateBillingSettings(world.ctx, { settings, version: version - 1, resumeFrom: 'now' });
  expect(again.version).toBe(version);
  expect(await audited()).toHaveLength(entries);
});

test('a stale version is refused with what differs, the present settings, and who saved them', async () => {
  const { settings, version } = await getBillingSettings(world.ctx);
  await save({ suspendedPercent: 25 });
  const entries = (await audited()).length;
  const stale = await refusal(
    updateBillingSettings(world.ctx, {
      settings: { ...settings, stoppedPercent: 50 },
      version,
      resumeFrom: 'now',
    }),
  );
  expect(stale).toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('Olive Owner saved'),
    facts: {
      version: version + 1,
      updatedBy: 'Olive Owner',
      settings: { suspendedPercent: 25 },
      changed: [
        { field: 'stoppedPercent', yours: 50, theirs: 10 },
        { field: 'suspendedPercent', yours: 0, theirs: 25 },
      ],
    },
  });
  expect(await audited()).toHaveLength(entries);
});

test('of two saves at once from the same version one wins, the other is told', async () => {
  const { settings, version } = await getBillingSettings(world.ctx);
  const attempts = [30, 40].map((runningPercent) =>
    updateBillingSettings(world.ctx, {
      settings: { ...settings, runningPercent },
      version,
      resumeFrom: 'now',
    }),
  );
  const outcomes = await Promise.allSettled(attempts);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect((await getBillingSettings(world.ctx)).version).toBe(version + 1);
});

test.each`
  changes                                                                            | path                           | words
  ${{ cronSchedule: '0 0 * * * *' }}                                                 | ${'settings.cronSchedule'}     | ${/six fields/}
  ${{ cronSchedule: '61 * * * *' }}                                                  | ${'settings.cronSchedule'}     | ${/"61" does not fit the minute/}
  ${{ cronSchedule: '0 0 31 2 *' }}                                                  | ${'settings.cronSchedule'}     | ${/never run/}
  ${{ moreSchedules: ['0 0 31 2 *'] }}                                               | ${'settings.moreSchedules[0]'} | ${/never run/}
  ${{ blackouts: [{ days: [0, 1, 2, 3, 4, 5, 6], from: '00:00', until: '00:00' }] }} | ${'settings.blackouts'}        | ${/no minute of the week/}
  ${{ timezone: 'Mars/Olympus' }}                                                    | ${'settings.timezone'}         | ${/Choose a zone/}
  ${{ timezone: 'EUROPE/London' }}                                                   | ${'settings.timezone'}         | ${/must be a zone such as/}
  ${{ capRule: 'custom', capHours: null }}                                           | ${'settings.capHours'}         | ${/how many hours/}
  ${{ capRule: 'off', capHours: 600 }}                                               | ${'settings.capHours'}         | ${/Leave this empty/}
`('$changes is refused under $path and changes nothing', async ({ changes, path, words }) => {
  const before = [await getBillingSettings(world.ctx), await audited()];
  const error = await refusal(save(changes));
  expect(error).toMatchObject({
    code: 'invalid_input',
    fields: [{ path, message: expect.stringMatching(words) }],
  });
  expect([await getBillingSettings(world.ctx), await audited()]).toEqual(before);
});

test('the currency is settled once money has moved, and the refusal names its field', async () => {
  await save({ currency: 'EUR' });
  await world.ctx.db.execute(sql`
    INSERT INTO transactions (from_account_id, to_account_id, amount_micros, kind, reason, idempotency_key, cause,
      wallet_account_id, wallet_balance_micros, wallet_version)
    SELECT min(id), max(id), 1, 'adjustment', 'test', 'test', 'test', min(id), 0, 1 FROM accounts`);
  const error = await refusal(save({ currency: 'USD' }));
  expect(error.fields).toEqual([
    { path: 'settings.currency', message: 'This is EUR for good: money has moved in it.' },
  ]);
});

test('billing starts when it is switched on; a pause is free, or caught up when that is asked for', async () => {
  await save({ enabled: true });
  const first = world.clock.now();
  expect(await switches()).toEqual([{ on_from: first, on_until: null }]);

  world.clock.advance(3_600_000);
  const off = world.clock.now();
  expect((await save({ enabled: false })).lastOnUntil).toEqual(off);

  world.clock.advance(3_600_000);
  await save({ enabled: true }, { resumeFrom: 'lastBilled' });
  expect(await switches()).toEqual([
    { on_from: first, on_until: off },
    { on_from: off, on_until: null },
  ]);
  expect((await audited()).at(-1)?.after).toEqual({ enabled: true, resumeFrom: 'lastBilled' });

  await save({ enabled: false });
  world.clock.advance(3_600_000);
  await save({ enabled: true });
  expect((await switches()).at(-1)).toEqual({ on_from: world.clock.now(), on_until: null });
  expect(await switches()).toHaveLength(3);
});

test('how to resume is no lasting key, and is not written by a save that leaves billing on', async () => {
  await save({ hoursPerMonth: 700 }, { resumeFrom: 'lastBilled' });
  const keys = (await world.ctx.db.select().from(settingsTable)).map(({ key }) => key);
  expect(keys).not.toContain('server_hourly_billing_resume_from');
  expect((await audited()).at(-1)?.after).toEqual({ hoursPerMonth: 700 });
});

test('further schedules and windows without runs are kept and projected, and a save that leaves them moves nothing', async () => {
  const changes = {
    moreSchedules: ['30 9 * * 1-5'],
    blackouts: [{ days: [1, 2], from: '22:00', until: '06:00' }],
  };
  const saved = await save(changes);
  expect(saved.settings).toMatchObject(changes);
  expect((await audited()).at(-1)?.after).toEqual(changes);
  expect((await save(changes)).version).toBe(saved.version);
});

test.each`
  key                                       | value
  ${'server_hourly_billing_more_schedules'} | ${'30 9 * * 1-5'}
  ${'server_hourly_billing_more_schedules'} | ${'["hourly"]'}
  ${'server_hourly_billing_blackouts'}      | ${'[{"days":[7],"from":"09:00","until":"10:00"}]'}
  ${'server_hourly_billing_blackouts'}      | ${'[{"days":[1],"from":"9:00","until":"24:00"}]'}
`('psql that writes $value to $key is told what fits', async ({ key, value }) => {
  const write = world.ctx.db.execute(
    sql`INSERT INTO settings (key, value) VALUES (${key}, ${value}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  );
  await expect(write).rejects.toMatchObject({ cause: { code: '22023', detail: key } });
});

test('a change by psql is followed, and nobody is named for it', async () => {
  await world.ctx.db.execute(sql`UPDATE settings SET value = '711' WHERE key = 'server_hours_per_month'`);
  expect(await getBillingSettings(world.ctx)).toMatchObject({
    settings: { hoursPerMonth: 711 },
    updatedBy: null,
  });
});

test('who saved is known while the clock goes on', async () => {
  const now = () => {
    world.clock.advance(1_000);
    return world.clock.now();
  };
  const { settings, version } = await getBillingSettings(world.ctx);
  const ctx = { ...world.ctx, clock: { ...world.clock, now } };
  const changed = { ...settings, brakeCatchUpHours: settings.brakeCatchUpHours + 1 };
  await updateBillingSettings(ctx, { settings: changed, version, resumeFrom: 'now' });
  expect(await getBillingSettings(world.ctx)).toMatchObject({ updatedBy: 'Olive Owner' });
});
