import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { parseMoney } from '#shared/billing/money.ts';
import { withTransaction } from '../../db/transaction.ts';
import { billAt } from '../../testing/bill-at.ts';
import { countStatements } from '../../testing/count-statements.ts';
import { aRate, aServer, billingOn, sweepsThrough } from '../../testing/factories.ts';
import { actorOf } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { saveRunway } from '../channels/save-channels.ts';
import { deliveriesOf, runOutbox } from '../notices/testing/run-outbox.ts';
import { adjustWallet } from '../wallets/adjust-wallet.ts';
import { warnRunways } from './warn-runways.ts';

const FROM = new Date('2026-11-01T00:00:00Z');
const NOON = new Date('2026-11-02T12:00:00Z');
const CHIDI = 13;
const LEVELS = { levels: [72, 24, 1], adminLevel: 1, quietFrom: null, quietUntil: null };

let world: TestContext;
let dataDir: string;

/** Chidi's server costs 1.00 an hour, so that his balance is his hours. */
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'runway-'));
  world = await testContext({ at: NOON, actor: actorOf('olive'), env: { dataDir } });
  const { ctx } = world;
  ctx.demo = true; // mails go into a folder
  await billingOn(ctx, FROM, {
    server_hourly_billing_timezone: 'Europe/London',
    server_hourly_billing_brake_catch_up_hours: '0',
  });
  await aRate(ctx, { price: '730.00' });
  await aServer(ctx, { id: 103, customerId: CHIDI, from: FROM });
  await ctx.db.execute(sql`
    INSERT INTO admins (email, name, role, password_hash) VALUES ('olive@host.example', 'Olive', 'owner', 'x')`);
});
afterAll(async () => {
  await world?.close();
  await rm(dataDir, { recursive: true, force: true });
});
beforeEach(async () => {
  world.clock.set(NOON);
  await saveRunway(world.ctx, { runway: LEVELS });
  await world.ctx.db.execute(
    sql`TRUNCATE notices, notice_deliveries, notice_attempts, runway_marks RESTART IDENTITY`,
  );
  await rm(join(dataDir, 'mail'), { recursive: true, force: true });
});

let change = 0;
/** Brings chidi's wallet to a balance, by a payment or by a debit. */
async function balanceIs(text: string): Promise<void> {
  const { rows } = await world.ctx.db.execute<{ balance: string }>(
    sql`SELECT balance_micros AS balance FROM accounts WHERE customer_id = ${CHIDI}`,
  );
  const by = parseMoney(text) - BigInt(rows[0]?.balance ?? 0);
  if (by === 0n) return;
  change += 1;
  await adjustWallet(world.ctx, {
    id: CHIDI,
    direction: by > 0n ? 'credit' : 'debit',
    amount: by > 0n ? by : -by,
    reason: 'the story wants it',
    idempotencyKey: `change-${change}`,
  });
}

const told = async () => {
  const { rows } = await world.ctx.db.execute<{ event: string; level: string | null }>(
    sql`SELECT event, facts->>'level' AS level FROM notices ORDER BY id`,
  );
  return rows.map(({ event, level }) => (event === 'wallet.low' ? Number(level) : event));
};

test('on its way down a wallet is told of at 72, at 24, at 1 and when it is empty, each once', async () => {
  for (const balance of [
    '73.00',
    '72.00',
    '71.50',
    '60.00',
    '23.00',
    '5.00',
    '0.50',
    '0.25',
    '0.00',
    '-3.00',
  ]) {
    await balanceIs(balance);
    for (let look = 0; look < 2; look += 1) await warnRunways(world.ctx);
  }
  expect(await told()).toEqual([72, 24, 1, 'wallet.empty']);
  const { rows } = await world.ctx.db.execute(sql`SELECT facts FROM notices ORDER BY id LIMIT 1`);
  expect(rows).toEqual([{ facts: { balance: '71.50', burnPerHour: '1.00', hoursLeft: 71, level: 72 } }]);
});

test('two instances that look at once, and one that dies while it does, tell it once', async () => {
  await balanceIs('20.00');
  await expect(
    withTransaction(world.ctx, async (tx) => {
      await warnRunways(tx);
      throw new Error('killed');
    }),
  ).rejects.toThrow('killed');
  expect(await told()).toEqual([]);
  await Promise.all([1, 2, 3].map(() => warnRunways(world.ctx)));
  expect(await told()).toEqual([24]);
});

test('a payment that lifts it above a level arms that level again, and no other', async () => {
  await balanceIs('20.00');
  await warnRunways(world.ctx);
  await balanceIs('22.00'); // a payment, and not enough
  await warnRunways(world.ctx);
  await balanceIs('30.00');
  await balanceIs('23.00'); // above 24 and below again between two looks
  await warnRunways(world.ctx);
  expect(await told()).toEqual([24, 24]);
  await balanceIs('100.00');
  await warnRunways(world.ctx);
  await balanceIs('50.00');
  await warnRunways(world.ctx);
  expect(await told()).toEqual([24, 24, 72]);
});

test('a server that is stopped for an hour is no payment: nothing is told twice', async () => {
  await balanceIs('20.00');
  await warnRunways(world.ctx);
  await world.ctx.db.execute(sql`UPDATE servers SET state = 'stopped'`);
  await warnRunways(world.ctx);
  await world.ctx.db.execute(sql`UPDATE servers SET state = 'running'`);
  await warnRunways(world.ctx);
  expect(await told()).toEqual([24]);
});

test('the customer hears of every level, the admins of the lowest', async () => {
  for (const balance of ['20.00', '0.50']) {
    await balanceIs(balance);
    await warnRunways(world.ctx);
    await runOutbox(world.ctx);
  }
  expect((await deliveriesOf(world.ctx)).map(({ way, recipient }) => [way, recipient])).toEqual([
    ['customer_mail', '13@example.com'],
    ['customer_mail', '13@example.com'],
    ['admin_mail', 'olive@host.example'],
  ]);
  expect(await readdir(join(dataDir, 'mail'))).toHaveLength(3);
});

test('in quiet hours it waits for the morning in the zone of the installation, and then says the latest', async () => {
  await saveRunway(world.ctx, { runway: { ...LEVELS, quietFrom: '22:00', quietUntil: '07:30' } });
  world.clock.set('2026-07-01T23:10:00Z'); // ten past midnight in London
  await balanceIs('50.00');
  await warnRunways(world.ctx);
  await runOutbox(world.ctx);
  await balanceIs('20.00');
  await warnRunways(world.ctx);
  await runOutbox(world.ctx);
  const morning = new Date('2026-07-02T06:30:00Z');
  expect((await deliveriesOf(world.ctx)).map(({ state, nextAttemptAt }) => [state, nextAttemptAt])).toEqual([
    ['superseded', null],
    ['waiting', morning],
  ]);
  world.clock.set(morning);
  await runOutbox(world.ctx);
  expect((await deliveriesOf(world.ctx)).map(({ state }) => state)).toEqual(['superseded', 'sent']);
});

test('who pays before the morning is not warned any more', async () => {
  await saveRunway(world.ctx, { runway: { ...LEVELS, quietFrom: '22:00', quietUntil: '07:30' } });
  world.clock.set('2026-11-02T23:10:00Z');
  await balanceIs('20.00');
  await warnRunways(world.ctx);
  await runOutbox(world.ctx);
  await balanceIs('90.00');
  world.clock.set('2026-11-03T07:30:00Z');
  await runOutbox(world.ctx);
  expect((await deliveriesOf(world.ctx)).map(({ state }) => state)).toEqual(['superseded']);
});

test('a run that closes has the wallets looked at, and a look takes as many statements for many as for one', async () => {
  const { ctx } = world;
  await sweepsThrough(ctx, { from: FROM, until: NOON, minutes: 30 });
  await billAt(world, NOON);
  const { rows } = await ctx.db.execute(
    sql`SELECT count(*)::int AS jobs FROM graphile_worker.jobs WHERE task_identifier = 'warn_runways'`,
  );
  expect(rows).toEqual([{ jobs: 1 }]);
  await balanceIs('20.00');
  const forOne = await countStatements(() => warnRunways(ctx));
  for (let id = 500; id < 530; id += 1) await aServer(ctx, { id, customerId: id, from: FROM });
  await ctx.db.execute(sql`TRUNCATE notices, runway_marks`);
  const forMany = await countStatements(() => warnRunways(ctx));
  expect(await told()).toHaveLength(31);
  expect(forMany).toBe(forOne);
});
