import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { api } from '#shared/api/index.ts';
import { parseMoney } from '#shared/billing/money.ts';
import { auditLog, budgetCrossings, customerBudgets, notices, powerWishes } from '#shared/schema/index.ts';
import {
  startVirtFusionEmulator,
  type VirtFusionEmulator,
} from '../../emulators/virtfusion/start-virtfusion-emulator.ts';
import { createVirtFusionClient, type VirtFusionClient } from '../../integrations/virtfusion/client.ts';
import { billAt } from '../../testing/bill-at.ts';
import { aRate, aServer, billingOn, HOUR_MS, sweepsThrough } from '../../testing/factories.ts';
import { people } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { judgeBudgets } from './judge-budgets.ts';
import { readBudget } from './read-budget.ts';
import { removeBudget } from './remove-budget.ts';
import { saveBudget } from './save-budget.ts';
import { setPower } from './set-power.ts';

const START = new Date('2026-11-01T08:00:00Z');
const hour = (hours: number) => new Date(START.getTime() + hours * HOUR_MS);
const [WEB, MAIL, DNS, BRAMS] = [1, 2, 3, 4];
let world: TestContext;
let emulator: VirtFusionEmulator;
let client: VirtFusionClient;
let ada: TestContext['ctx'];
/** What VirtFusion was asked by the product, in order. */
let asked: string[];

/** Ada's three servers cost 0.01 an hour each; bram's one too. All run. */
beforeEach(async () => {
  world = await testContext({ at: START });
  const { clock, log } = world;
  emulator = await startVirtFusionEmulator({ now: () => clock.now() });
  for (const { id, name, email } of Object.values(people)) emulator.world.addUser({ id, name, email });
  const resources = { memory: 1024, storage: 20, traffic: 1000, cpuCores: 1 };
  emulator.world.addPackage({ id: 1, name: 'Small', resources });
  emulator.world.addGroup({ id: 1, name: 'Default' });
  emulator.world.addHypervisor({ id: 1, groupId: 1, name: 'node-1' });
  client = createVirtFusionClient({
    baseUrl: emulator.url,
    token: emulator.token,
    reach: 'private',
    clock,
    log,
  });
  asked = [];
  const overheard: VirtFusionClient = {
    ...client,
    poweroff: (id) => {
      asked.push(`off ${id}`);
      return client.poweroff(id);
    },
    boot: (id) => {
      asked.push(`on ${id}`);
      return client.boot(id);
    },
  };
  world.ctx.panel = async () => ({ source: 'settings', url: emulator.url, client: overheard });
  await billingOn(world.ctx, START);
  await aRate(world.ctx, { price: '7.30' });
  for (const id of [WEB, MAIL, DNS, BRAMS]) {
    const customerId = id === BRAMS ? people.bram.id : people.ada.id;
    await aServer(world.ctx, { id, customerId, from: START });
    emulator.world.addServer({ id, ownerId: customerId, packageId: 1, running: true });
  }
  await sweepsThrough(world.ctx, { from: START, until: hour(24) });
  ada = as(people.ada.id);
});
afterEach(async () => {
  await client.close();
  await emulator.close();
  await world.close();
});

const as = (customerId: number): TestContext['ctx'] => ({
  ...world.ctx,
  actor: { kind: 'customer', customerId, linkId: 1, name: 'Ada', address: '192.0.2.9', requestId: 'test' },
});

async function save(wish: { monthly: string; percents?: number[]; hardLimit?: boolean; order?: number[] }) {
  const { version } = await readBudget(ada);
  return saveBudget(ada, {
    monthly: parseMoney(wish.monthly),
    alertPercents: wish.percents ?? [50, 80],
    hardLimit: wish.hardLimit ?? false,
    stopOrder: wish.order ?? [],
    version,
  });
}

const levels = async () =>
  (
    await world.ctx.db
      .select()
      .from(budgetCrossings)
      .orderBy(budgetCrossings.createdAt, budgetCrossings.level)
  ).map(({ level, raised }) => (raised === 0 ? level : `${level} again`));
const wishes = async () =>
  (await world.ctx.db.select().from(powerWishes).orderBy(powerWishes.id)).map(
    ({ serverId, wanted, status }) => `${serverId} ${wanted} ${status}`,
  );
/** What customers are told of their budgets: each in the outbox once. */
const told = async () =>
  (await world.ctx.db.select().from(notices).orderBy(notices.id)).map(
    ({ event, customerId, facts }) => [event, customerId, facts] as const,
  );
/** Lets the emulated panel do what it was asked, and looks again: as the job does every half minute. */
async function powerSettles() {
  for (let look = 0; look < 3; look += 1) {
    await setPower(world.ctx);
    world.clock.set(new Date(world.clock.now().getTime() + 31_000));
  }
}

test('levels are told once, by the hour that passes them', async () => {
  await save({ monthly: '0.12', percents: [50, 100] });
  await billAt(world, hour(1.2));
  expect([await judgeBudgets(world.ctx), await levels()], 'a quarter is spent').toEqual([0, []]);
  await billAt(world, hour(2.2));
  expect([await judgeBudgets(world.ctx), await levels()]).toEqual([1, [50]]);
  expect(await judgeBudgets(world.ctx), 'asked again').toBe(0);
  await billAt(world, hour(4.2));
  await Promise.all([judgeBudgets(world.ctx), judgeBudgets(world.ctx)]);
  expect(await levels()).toEqual([50, 100]);
  expect(await wishes(), 'without a hard limit nothing is stopped').toEqual([]);
  const { spent, passed } = await readBudget(ada);
  expect([spent, passed.map(({ level }) => level)]).toEqual([120_000n, [50, 100]]);
  const month = { budget: '0.12', month: '2026-11' };
  expect(await told()).toEqual([
    ['spend.alert', people.ada.id, { percent: 50, spent: '0.06', ...month }],
    ['spend.alert', people.ada.id, { percent: 100, spent: '0.12', ...month }],
  ]);
});

test('a run that closes has budgets judged', async () => {
  await billAt(world, hour(1.2));
  const { rows } = await world.ctx.db.execute(
    sql`SELECT count(*)::int AS jobs FROM graphile_worker.jobs WHERE task_identifier = 'judge_budgets'`,
  );
  expect(rows).toEqual([{ jobs: 1 }]);
});

test('a new month begins with all levels untold', async () => {
  await save({ monthly: '0.05' });
  await billAt(world, hour(2.2));
  await judgeBudgets(world.ctx);
  world.clock.set('2026-12-01T00:30:00Z');
  expect([await judgeBudgets(world.ctx), (await readBudget(ada)).passed]).toEqual([0, []]);
});

test('the limit stops servers in the customer’s order, once, and keeps its hands off the others', async () => {
  await save({ monthly: '0.06', hardLimit: true, order: [MAIL, WEB] });
  await billAt(world, hour(2.2));
  await judgeBudgets(world.ctx);
  expect(await wishes()).toEqual([`${MAIL} off open`, `${WEB} off open`]);
  const [limit] = (await told()).filter(([event]) => event === 'spend.limit_reached');
  expect(limit?.[2]).toMatchObject({ limit: '0.06', servers: [{ id: MAIL }, { id: WEB }] });
  await powerSettles();
  expect(asked).toEqual([`off ${MAIL}`, `off ${WEB}`]);
  expect(await wishes()).toEqual([`${MAIL} off done`, `${WEB} off done`]);
  const { stops } = await readBudget(ada);
  expect(stops.map(({ serverId, status }) => [serverId, status])).toEqual([
    [MAIL, 'off'],
    [WEB, 'off'],
  ]);
  // Ada starts one by herself, and goes on spending: it is hers to run.
  await client.boot(WEB);
  await billAt(world, hour(5.2));
  await judgeBudgets(world.ctx);
  await powerSettles();
  expect(asked, 'nor were the DNS server and bram’s ever asked').toEqual([`off ${MAIL}`, `off ${WEB}`]);
});

test('raising the limit starts what it stopped and nothing else; reached again, it stops again', async () => {
  await client.poweroff(WEB); // off before the limit came, by ada herself
  world.clock.set(hour(0.1));
  await save({ monthly: '0.06', hardLimit: true, order: [WEB, MAIL] });
  await billAt(world, hour(2.2));
  await judgeBudgets(world.ctx);
  await powerSettles();
  await save({ monthly: '0.12', hardLimit: true, order: [WEB, MAIL] });
  await powerSettles();
  expect(asked).toEqual([`off ${MAIL}`, `on ${MAIL}`]);
  await billAt(world, hour(5.2));
  await judgeBudgets(world.ctx);
  await powerSettles();
  expect(await levels()).toEqual([50, 80, 100, '50 again', '80 again', '100 again']);
  expect((await wishes()).slice(-2)).toEqual([`${WEB} off done`, `${MAIL} off done`]);
});

test('a locked server is asked again until it is seen to be off, and an admin hears of it', async () => {
  await save({ monthly: '0.03', hardLimit: true, order: [MAIL] });
  await billAt(world, hour(1.2));
  await judgeBudgets(world.ctx);
  emulator.faults.add({ kind: 'locked', route: 'POST /servers/:id/power/poweroff', times: 6 });
  for (let round = 0; round < 2; round += 1) await powerSettles();
  expect(await wishes()).toEqual([`${MAIL} off open`]);
  const { rows } = await world.ctx.db.execute(sql`SELECT kind, subject FROM alerts`);
  expect(rows).toEqual([{ kind: 'power_refused', subject: `server:${MAIL}` }]);
  await powerSettles();
  expect(await wishes()).toEqual([`${MAIL} off done`]);
});

test('an answer that says nothing leaves the server as it is', async () => {
  await save({ monthly: '0.03', hardLimit: true, order: [MAIL] });
  await billAt(world, hour(1.2));
  await judgeBudgets(world.ctx);
  emulator.faults.add({ kind: 'remote-state-false', route: 'GET /servers/:id' });
  await powerSettles();
  expect([await wishes(), asked]).toEqual([[`${MAIL} off open`], []]);
});

test('what an old month still wanted off is let go', async () => {
  await save({ monthly: '0.03', hardLimit: true, order: [MAIL] });
  await billAt(world, hour(1.2));
  await judgeBudgets(world.ctx);
  world.clock.set('2026-12-01T00:00:00Z');
  await setPower(world.ctx);
  expect([await wishes(), asked]).toEqual([[`${MAIL} off dropped`], []]);
});

test('a save is audited as the customer’s, and a repeat changes nothing', async () => {
  const first = await save({ monthly: '0.06', hardLimit: true, order: [MAIL] });
  const state = async () => [
    await world.ctx.db.select().from(customerBudgets),
    await world.ctx.db.select().from(auditLog),
  ];
  const before = await state();
  expect(before[1]).toMatchObject([
    {
      action: 'budget.saved',
      actor: 'customer:11',
      subject: 'customer:11',
      after: { monthlyMicros: '60000' },
    },
  ]);
  expect(await save({ monthly: '0.06', hardLimit: true, order: [MAIL] })).toEqual(first);
  expect(await state()).toEqual(before);
  await removeBudget(ada);
  const removed = await state();
  expect((await removeBudget(ada)).budget).toBeNull();
  expect(await state()).toEqual(removed);
});

test('nobody orders the servers of others, saves over what they have not seen, or comes without a link', async () => {
  await expect(save({ monthly: '1', hardLimit: true, order: [MAIL, BRAMS] })).rejects.toMatchObject({
    code: 'invalid_input',
    fields: [{ path: 'stopOrder', message: expect.stringContaining(String(BRAMS)) }],
  });
  await save({ monthly: '1' });
  const stale = { monthly: 2_000_000n, alertPercents: [], hardLimit: false, stopOrder: [], version: 0 };
  await expect(saveBudget(ada, stale)).rejects.toMatchObject({ code: 'conflict' });
  await expect(readBudget(world.ctx)).rejects.toMatchObject({ code: 'unauthenticated' });
  expect((await readBudget(as(people.bram.id))).budget, 'bram has none').toBeNull();
  expect(Object.values(api.budgets).map(({ access }) => access)).toEqual(Array(3).fill('customer-link'));
});
