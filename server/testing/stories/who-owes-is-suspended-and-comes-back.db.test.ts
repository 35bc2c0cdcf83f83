import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DunningPolicyForm, defaultDunningPolicy } from '#shared/api/dunning.ts';
import type { Context } from '../../context.ts';
import { openRun } from '../../services/billing/open-run.ts';
import { getDunningPolicy } from '../../services/dunning/get-dunning-policy.ts';
import { judgeDunning } from '../../services/dunning/judge-dunning.ts';
import { saveDunningPolicy } from '../../services/dunning/save-dunning-policy.ts';
import { ServerUptimeService } from '../../services/infrastructure/server-uptime-service.ts';
import { carryOutWishes } from '../../services/panel-wishes/carry-out-wishes.ts';
import { type WatchedPanel, watchedPanel } from '../../services/uptime/testing/watched-panel.ts';
import { adjustWallet } from '../../services/wallets/adjust-wallet.ts';
import { aRate, billingOn } from '../factories.ts';
import { actorOf, people } from '../people.ts';

const HOUR = 3_600_000;
const { chidi } = people;
/** Runs and costs a cent an hour; is off; was suspended by the abuse team before we came. */
const [WEB, SPARE, ABUSED] = [31, 32, 33];

let panel: WatchedPanel;
let ctx: Context;

beforeEach(async () => {
  panel = await watchedPanel();
  ctx = panel.ctx;
  panel.at('12:00');
  const created = new Date('2026-10-01T00:00:00Z');
  for (const [id, state] of [
    [WEB, { running: true }],
    [SPARE, { running: false }],
    [ABUSED, { running: false, suspended: true }],
  ] as const) {
    panel.world.addServer({ id, ownerId: chidi.id, packageId: 1, name: `server-${id}`, created, ...state });
  }
  await aRate(ctx, { price: '7.30' });
  await panel.observe();
  // A fleet of three is no fleet to compare with.
  const brakes = ['total_percent', 'fleet_percent', 'free_percent'];
  const off = brakes.map((brake) => [`server_hourly_billing_brake_${brake}`, '0'] as const);
  await billingOn(ctx, panel.clock.now(), Object.fromEntries(off));
});
afterEach(() => panel?.close());

async function policy(change: Partial<DunningPolicyForm> = {}): Promise<void> {
  const { version } = await getDunningPolicy(ctx);
  const wanted = { ...defaultDunningPolicy, enabled: true, ...change };
  await saveDunningPolicy({ ...ctx, actor: actorOf('olive') }, { policy: wanted, version });
}

async function pay(amount: bigint): Promise<void> {
  const key = `top-up-${panel.clock.now().getTime()}`;
  await adjustWallet(
    { ...ctx, actor: actorOf('olive') },
    { id: chidi.id, direction: 'credit', amount, reason: 'a top-up', idempotencyKey: key },
  );
}

/** A minute after each whole hour: looks, bills, judges, and does what follows from it, as a process does. */
async function passHours(hours: number): Promise<void> {
  for (let hour = 0; hour < hours; hour += 1) {
    const next = Math.floor(panel.clock.now().getTime() / HOUR + 1) * HOUR;
    panel.clock.set(new Date(next + 60_000));
    const { runId } = await openRun(ctx, { trigger: 'schedule', requestedBy: null });
    await new ServerUptimeService(ctx).processHourlyBilling(runId);
    await doWork();
  }
}

async function doWork(): Promise<void> {
  await judgeDunning(ctx);
  await carryOutWishes(ctx);
}

const stage = async (): Promise<string | undefined> => {
  const { rows } = await ctx.db.execute<{ stage: string }>(sql`
    SELECT concat_ws(' ', stage, hold) AS stage FROM customer_dunning WHERE customer_id = ${chidi.id}`);
  return rows[0]?.stage;
};
const balance = async (): Promise<bigint> => {
  const { rows } = await ctx.db.execute<{ balance: bigint }>(sql`
    SELECT balance_micros AS balance FROM accounts WHERE customer_id = ${chidi.id}`);
  return rows[0]?.balance ?? 0n;
};
const acts = async (serverId: number): Promise<string[]> => {
  const { rows } = await ctx.db.execute<{ act: string }>(sql`
    SELECT act FROM panel_acts WHERE server_id = ${serverId} ORDER BY id`);
  return rows.map((row) => row.act);
};
const truth = (id: number) => {
  const { suspended, running } = panel.world.servers.get(id);
  return { suspended, running };
};

test('chidi is warned, has a day of grace, is suspended, pays, and is up again within a minute, owing nothing for the time between', async () => {
  await policy({ warnHours: 3, graceHours: 24 });
  await pay(50_000n);
  await passHours(2);
  expect(await stage()).toBeUndefined();
  await passHours(1);
  expect(await stage()).toBe('warned');
  await passHours(3);
  expect([await stage(), await balance()]).toEqual(['grace', -10_000n]);
  await passHours(23);
  expect([await stage(), truth(WEB)]).toEqual(['grace', { suspended: false, running: true }]);
  await passHours(1);
  expect(await stage()).toBe('suspended');
  panel.clock.advance(5_000);
  panel.world.settle();
  expect([truth(WEB), truth(SPARE)]).toEqual([
    { suspended: true, running: false },
    { suspended: true, running: false },
  ]);
  const suspendedAt =
    panel.world
      .historyOf(WEB)
      .find(({ kind }) => kind === 'suspended')
      ?.at.getTime() ?? 0;

  await passHours(10);
  const owed = await balance();
  await pay(10_000_000n);
  const paidAt = panel.clock.now().getTime();
  await doWork();
  panel.world.settle();
  expect([truth(WEB), truth(SPARE)]).toEqual([
    { suspended: false, running: true },
    { suspended: false, running: false },
  ]);
  const bootedAt =
    panel.world
      .historyOf(WEB)
      .filter(({ kind }) => kind === 'booted')
      .at(-1)
      ?.at.getTime() ?? 0;
  expect(bootedAt - paidAt).toBeLessThan(60_000);
  expect(await stage()).toBeUndefined();
  expect([await acts(WEB), await acts(SPARE)]).toEqual([
    ['suspend', 'unsuspend'],
    ['suspend', 'unsuspend'],
  ]);

  // The last second before it was off is paid for, and no second after it: ten hours cost as much as the first minute.
  const { rows } = await ctx.db.execute<{ hour: Date; seconds: number }>(sql`
    SELECT hour, seconds FROM hourly_charges WHERE server_id = ${WEB} AND hour >= '2026-11-02T16:00:00Z' ORDER BY hour`);
  const billed = rows.map(({ hour, seconds }) => [hour.toISOString().slice(11, 16), seconds]);
  expect(billed[0]).toEqual(['16:00', 3600]);
  const inTheHour = Math.round((suspendedAt % HOUR) / 1000);
  expect(billed[2]).toEqual(['18:00', inTheHour]);
  expect(billed.slice(3).every(([, seconds]) => seconds === 0)).toBe(true);
  expect(owed).toBeGreaterThan(-300_000n);
});

test('what the abuse team suspended stays suspended, whether it came before us or in between', async () => {
  await policy({ graceHours: 1 });
  await passHours(3);
  expect(await stage()).toBe('suspended');
  expect(await acts(ABUSED)).toEqual(['not_ours']);
  // In between: somebody lets the spare run, a sweep sees it, and the abuse team suspends it for a reason of its own.
  panel.world.unsuspend(SPARE);
  await passHours(1);
  expect(await acts(SPARE)).toEqual(['suspend', 'taken_over']);
  panel.world.suspend(SPARE);
  await passHours(1);
  await pay(10_000_000n);
  await doWork();
  panel.world.settle();
  expect(truth(WEB)).toEqual({ suspended: false, running: true });
  expect([truth(ABUSED).suspended, truth(SPARE).suspended]).toEqual([true, true]);
});
