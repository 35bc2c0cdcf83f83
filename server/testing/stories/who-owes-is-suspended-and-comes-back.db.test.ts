import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { flagCustomer } from '../../services/dunning/flag-customer.ts';
import { judgeDunning } from '../../services/dunning/judge-dunning.ts';
import {
  ABUSED,
  type OwingPanel,
  owingPanel,
  SPARE,
  WEB,
} from '../../services/dunning/testing/owing-panel.ts';
import { carryOutWish } from '../../services/panel-wishes/carry-out-wish.ts';
import { carryOutWishes } from '../../services/panel-wishes/carry-out-wishes.ts';
import { people } from '../people.ts';

const HOUR_MS = 3_600_000;
const UP = { suspended: false, running: true };
const OFF = { suspended: false, running: false };
const DOWN = { suspended: true, running: false };

let world: OwingPanel;
beforeEach(async () => {
  world = await owingPanel();
});
afterEach(() => world?.close());

/** So many calls of this kind the panel got, whatever it answered. */
const calls = (route: string): number => world.emulator.calls.count(route);

test('chidi is warned, has a grace, is suspended, pays, and is up again within a minute, owing nothing for the time between', async () => {
  const { policy, pay, passHours, stage, balance, truth, acts, clock, ctx } = world;
  await policy({ warnHours: 3, graceHours: 6 });
  await pay(50_000n);
  await passHours(2);
  expect(await stage()).toBeUndefined();
  await passHours(1);
  expect(await stage()).toBe('warned');
  await passHours(3);
  expect([await stage(), await balance()]).toEqual(['grace', -10_000n]);
  await passHours(5);
  expect([await stage(), truth(WEB)]).toEqual(['grace', UP]);
  await passHours(1);
  clock.advance(5_000);
  expect([await stage(), truth(WEB), truth(SPARE)]).toEqual(['suspended', DOWN, DOWN]);
  const suspendedAt =
    world.world
      .historyOf(WEB)
      .find(({ kind }) => kind === 'suspended')
      ?.at.getTime() ?? 0;

  await passHours(3);
  await pay(10_000_000n);
  const paidAt = clock.now().getTime();
  await world.judgeAndAct();
  expect([truth(WEB), truth(SPARE), await stage()]).toEqual([UP, OFF, undefined]);
  const bootedAt =
    world.world
      .historyOf(WEB)
      .findLast(({ kind }) => kind === 'booted')
      ?.at.getTime() ?? 0;
  expect(bootedAt - paidAt).toBeLessThan(60_000);
  expect([await acts(WEB), await acts(SPARE)]).toEqual([
    ['suspend', 'unsuspend'],
    ['suspend', 'unsuspend'],
  ]);

  // To the second before it was off, and not one second after it.
  const { rows } = await ctx.db.execute<{ hour: Date; seconds: number }>(sql`
    SELECT hour, seconds FROM hourly_charges WHERE server_id = ${WEB} AND hour >= '2026-11-01T22:00:00Z' ORDER BY hour`);
  const billed = rows.map(({ hour, seconds }) => [hour.toISOString().slice(11, 16), seconds]);
  expect(billed.slice(0, 3)).toEqual([
    ['22:00', 3600],
    ['23:00', 3600],
    ['00:00', Math.round((suspendedAt % HOUR_MS) / 1000)],
  ]);
  expect(billed.slice(3).map(([, seconds]) => seconds)).toEqual(Array(billed.length - 3).fill(0));

  // Told when it would happen, that it has, and that it is over: each once, the last two of both servers together.
  const { rows: told } = await ctx.db.execute<{ event: string; servers: number }>(sql`
    SELECT event, jsonb_array_length(facts -> 'servers') AS servers FROM notices WHERE event NOT LIKE 'wallet.%' ORDER BY id`);
  expect(told).toEqual([
    { event: 'suspension.scheduled', servers: 2 },
    { event: 'server.suspended', servers: 2 },
    { event: 'server.unsuspended', servers: 2 },
  ]);
});

test('what the abuse team suspended stays suspended, whether it came before us or in between', async () => {
  const { policy, pay, passHours, stage, truth, acts } = world;
  await policy({ graceHours: 1 });
  await passHours(3);
  expect([await stage(), await acts(ABUSED)]).toEqual(['suspended', ['not_ours']]);
  // Somebody lets the spare run, a sweep sees it, and the abuse team suspends it for a reason of its own.
  world.world.unsuspend(SPARE);
  await passHours(1);
  expect(await acts(SPARE)).toEqual(['suspend', 'taken_over']);
  world.world.suspend(SPARE);
  await passHours(1);
  await pay(10_000_000n);
  await world.judgeAndAct();
  expect([truth(WEB), truth(ABUSED), truth(SPARE)]).toEqual([UP, DOWN, DOWN]);
});

test('a grace that ends on a weekend suspends on Monday, and not while a window lasts that began since', async () => {
  const { policy, passHours, stage, truth, clock } = world;
  // 1 November 2026 is a Sunday.
  const weekend = { days: [0, 6], from: '00:00', until: '00:00' };
  await policy({ graceHours: 1, holdWindows: [weekend] });
  await passHours(11);
  expect([await stage(), truth(WEB)]).toEqual(['held window', UP]);
  await passHours(1);
  clock.advance(5_000);
  expect([await stage(), truth(WEB)]).toEqual(['suspended', DOWN]);
});

test('VirtFusion answers 423 for an hour: then it is done, once, and nobody is suspended in a window that began meanwhile', async () => {
  const { policy, pay, passHours, truth, clock, emulator } = world;
  await policy({ graceHours: 1, holdWindows: [{ days: [0], from: '15:00', until: '16:00' }] });
  emulator.faults.add({ kind: 'locked', route: 'POST /servers/:id/suspend' });
  await passHours(2);
  expect(truth(WEB)).toEqual(UP);
  const refused = calls('POST /servers/:id/suspend');
  expect(refused).toBeGreaterThan(0);
  emulator.faults.clear();
  clock.set('2026-11-01T15:20:00Z');
  await carryOutWishes(world.ctx);
  expect([truth(WEB), calls('POST /servers/:id/suspend')]).toEqual([UP, refused]);
  clock.set('2026-11-01T16:00:30Z');
  await carryOutWishes(world.ctx);
  clock.advance(5_000);
  expect(truth(WEB)).toEqual(DOWN);

  // And back: locked for an hour after the top-up, up half a minute after the lock is gone.
  emulator.faults.add({ kind: 'locked', route: 'POST /servers/:id/unsuspend' });
  await pay(10_000_000n);
  await world.judgeAndAct();
  for (let minute = 0; minute < 60; minute += 10) {
    clock.advance(10 * 60_000);
    await carryOutWishes(world.ctx);
  }
  expect(truth(WEB)).toEqual(DOWN);
  emulator.faults.clear();
  clock.advance(30_000);
  await carryOutWishes(world.ctx);
  expect(truth(WEB)).toEqual(UP);
});

test.each(['drop-after', 'half-reply'] as const)(
  'a reply lost by %s is made up by looking: one suspension, one end of it, and it is known to be ours',
  async (kind) => {
    const { policy, pay, passHours, acts, truth, emulator, clock } = world;
    await policy({ graceHours: 1 });
    emulator.faults.add({ kind, route: 'POST /servers/:id/suspend' });
    await passHours(2);
    clock.advance(60_000);
    await carryOutWishes(world.ctx);
    expect([truth(WEB), await acts(WEB), calls('POST /servers/:id/suspend')]).toEqual([DOWN, ['suspend'], 2]);
    emulator.faults.set([{ kind, route: 'POST /servers/:id/unsuspend' }]);
    await pay(10_000_000n);
    await world.judgeAndAct();
    clock.advance(60_000);
    await carryOutWishes(world.ctx);
    expect([truth(WEB), await acts(WEB)]).toEqual([UP, ['suspend', 'unsuspend']]);
    expect(calls('POST /servers/:id/unsuspend')).toBe(2);
  },
);

test('204 may mean queued: it is waited for, and not sent again', async () => {
  const { policy, passHours, acts, truth, emulator, clock } = world;
  emulator.world.behaviour.suspensionMs = 20_000;
  await policy({ graceHours: 1 });
  await passHours(2);
  clock.advance(60_000);
  await carryOutWishes(world.ctx);
  expect([truth(WEB), await acts(WEB), calls('POST /servers/:id/suspend')]).toEqual([DOWN, ['suspend'], 2]);
});

test('a process that dies between the call and its answer leaves a wish that another one finishes', async () => {
  const { policy, pay, passHours, acts, truth, ctx, clock } = world;
  await policy({ graceHours: 1 });
  const { client } = await ctx.panel();
  if (!client) throw new Error('the panel of the story is there');
  const killed = new Error('killed');
  const dying = {
    ...client,
    suspend: async (id: number) => {
      await client.suspend(id);
      throw killed;
    },
  };
  await passHours(1);
  clock.advance(HOUR_MS);
  await judgeDunning(ctx);
  await expect(carryOutWish(ctx, { serverId: WEB, panel: dying })).rejects.toBe(killed);
  // While the dead one's lease lasts, nobody touches it.
  await carryOutWishes(ctx);
  expect(await acts(WEB)).toEqual([]);
  clock.advance(5 * 60_000);
  await carryOutWishes(ctx);
  expect([truth(WEB), await acts(WEB)]).toEqual([DOWN, ['suspend']]);
  expect(calls('POST /servers/:id/suspend')).toBe(2);
  await pay(10_000_000n);
  await world.judgeAndAct();
  expect(truth(WEB)).toEqual(UP);
});

test('four processes that judge and act at once suspend each server once', async () => {
  const { policy, passHours, acts, clock, ctx } = world;
  await policy({ graceHours: 1 });
  await passHours(1);
  clock.advance(HOUR_MS);
  const instances = Array.from({ length: 4 }, (_, index) => ({ ...ctx, instance: `instance:${index}` }));
  await Promise.all(
    instances.map(async (instance) => {
      await judgeDunning(instance);
      await carryOutWishes(instance);
    }),
  );
  expect([await acts(WEB), await acts(SPARE)]).toEqual([['suspend'], ['suspend']]);
  expect(calls('POST /servers/:id/suspend')).toBe(2);
  const steps = await world.one(
    sql`SELECT count(*)::int AS steps FROM dunning_steps WHERE to_stage = 'suspended'`,
  );
  expect(steps).toEqual({ steps: 1 });
});

test('a customer with the flag is never suspended, and one who gets it comes back', async () => {
  const { policy, passHours, stage, truth, olive, clock } = world;
  await policy({ graceHours: 1 });
  await passHours(3);
  clock.advance(5_000);
  expect(truth(WEB)).toEqual(DOWN);
  await flagCustomer(olive, { id: people.chidi.id, reason: 'pays by invoice' });
  await carryOutWishes(world.ctx);
  expect([await stage(), truth(WEB)]).toEqual(['held flag', UP]);
  await passHours(4);
  expect([await stage(), truth(WEB)]).toEqual(['held flag', UP]);
});

test('a server of another panel under the same number is never touched', async () => {
  const { policy, passHours, truth, ctx, acts } = world;
  await policy({ graceHours: 1 });
  await passHours(1);
  await ctx.db.execute(sql`UPDATE servers SET uuid = 'another' WHERE id = ${WEB}`);
  await passHours(1);
  expect([truth(WEB), await acts(WEB)]).toEqual([UP, []]);
});
