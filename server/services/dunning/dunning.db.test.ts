import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DunningPolicyForm, defaultDunningPolicy } from '#shared/api/dunning-policy.ts';
import { api } from '#shared/api/index.ts';
import { can, type Permission } from '#shared/auth/roles.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { aServer } from '../../testing/factories.ts';
import { actorOf } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { adjustWallet } from '../wallets/adjust-wallet.ts';
import { cancelDeletion } from './cancel-deletion.ts';
import { confirmDeletion } from './confirm-deletion.ts';
import { endFlag } from './end-flag.ts';
import { flagCustomer } from './flag-customer.ts';
import { getCustomerDunning } from './get-customer-dunning.ts';
import { getDunningPolicy } from './get-dunning-policy.ts';
import { getServerAtPanel } from './get-server-at-panel.ts';
import { judgeCustomers } from './judge-customers.ts';
import { judgeDunning } from './judge-dunning.ts';
import { keepSuspended } from './keep-suspended.ts';
import { listDunning } from './list-dunning.ts';
import { previewDunning } from './preview-dunning.ts';
import { releaseSuspensions } from './release-suspensions.ts';
import { requestDeletion } from './request-deletion.ts';
import { saveDunningPolicy } from './save-dunning-policy.ts';

const START = new Date('2026-11-02T12:00:00Z');
const DAY_MS = 86_400_000;
const CUSTOMERS = 8;

let world: TestContext;
let ctx: TestContext['ctx'];
let olive: Context;

beforeAll(async () => {
  world = await testContext({ at: START });
  ctx = world.ctx;
  olive = { ...ctx, actor: actorOf('olive') };
  for (let id = 1; id <= CUSTOMERS; id += 1)
    await aServer(ctx, { id: 100 + id, customerId: id, from: START });
});
afterAll(() => world?.close());

beforeEach(async () => {
  world.clock.advance(90 * DAY_MS);
  // Everybody as at the beginning; what may not be changed stays and is of earlier days.
  await ctx.db.execute(sql`DELETE FROM customer_dunning`);
  await ctx.db.execute(sql`DELETE FROM panel_wishes`);
  await ctx.db.execute(sql`UPDATE servers SET suspended = false`);
  await ctx.db.execute(sql`DELETE FROM server_deletions`);
  await ctx.db.execute(sql`DELETE FROM dunning_flags`);
  await ctx.db.execute(sql`DELETE FROM settings WHERE key LIKE 'dunning_%'`);
  for (let id = 1; id <= CUSTOMERS; id += 1) {
    const balance = await balanceOf(id);
    if (balance !== 0n) await move(id, -balance);
  }
});

async function balanceOf(id: number): Promise<bigint> {
  const { rows } = await ctx.db.execute<{ balance: bigint }>(sql`
    SELECT balance_micros AS balance FROM accounts WHERE customer_id = ${id}`);
  return rows[0]?.balance ?? 0n;
}

let moves = 0;
function move(id: number, by: bigint, who: Context = olive) {
  moves += 1;
  const amount = by < 0n ? -by : by;
  const direction = by < 0n ? 'debit' : 'credit';
  return adjustWallet(who, { id, direction, amount, reason: 'a test', idempotencyKey: `movement-${moves}` });
}

async function policy(change: Partial<DunningPolicyForm> = {}) {
  const { version } = await getDunningPolicy(ctx);
  const wanted = { ...defaultDunningPolicy, enabled: true, mostADay: 0, ...change };
  return saveDunningPolicy(olive, { policy: wanted, version });
}

/** Customer 1 owes, its grace is over, and its server is seen to be suspended by us. */
async function suspended(change: Partial<DunningPolicyForm> = {}) {
  await policy({ graceHours: 24, ...change });
  await move(1, -1_000_000n);
  await judgeDunning(ctx);
  world.clock.advance(DAY_MS);
  await judgeDunning(ctx);
  await ctx.db.execute(sql`
    UPDATE panel_wishes SET applied_version = version, outcome = 'done', ours_since = ${world.clock.now().toISOString()}::timestamptz
    WHERE server_id = 101`);
  await ctx.db.execute(sql`UPDATE servers SET suspended = true WHERE id = 101`);
}

const standing = async (id = 1) => {
  const { stage, hold } = await getCustomerDunning(ctx, { id });
  return hold ? `${stage} ${hold}` : stage;
};
const wishOf = async (id = 101) => {
  const { rows } = await ctx.db.execute<{ wish: string }>(sql`
    SELECT wanted || ' ' || version AS wish FROM panel_wishes WHERE server_id = ${id}`);
  return rows[0]?.wish;
};
const audited = async (action: string) => {
  const { rows } = await ctx.db.execute<{ count: number }>(sql`
    SELECT count(*)::int AS count FROM audit_log WHERE action = ${action} AND at = ${world.clock.now().toISOString()}::timestamptz`);
  return rows[0]?.count;
};

test('a top-up and a judgement that overlap never suspend a customer who has paid', async () => {
  await policy({ graceHours: 1 });
  await move(1, -1_000_000n);
  await judgeDunning(ctx);
  world.clock.advance(DAY_MS);
  let judgement: Promise<unknown> = Promise.resolve();
  await withTransaction(olive, async (tx) => {
    await move(1, 1_000_000n, tx);
    // On a connection of its own, while the money is not committed yet: it has to wait, and to see what comes of it.
    judgement = judgeCustomers(ctx, [1]);
    await waitUntilBlocked();
  });
  await judgement;
  expect([await standing(), await wishOf()]).toEqual(['clear', undefined]);
});

/** Until a connection of this database waits for a lock. */
async function waitUntilBlocked(): Promise<void> {
  for (let asked = 0; asked < 1000; asked += 1) {
    const { rows } = await ctx.db.execute<{ waiting: boolean }>(sql`
      SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock') AS waiting`);
    if (rows[0]?.waiting) return;
  }
  throw new Error('nobody waits: the judgement did not lock the wallet before it decided');
}

test('whoever fills a wallet by whatever way, its customer is judged by a job of the same transaction', async () => {
  await suspended();
  await ctx.db.execute(sql`DELETE FROM graphile_worker._private_jobs`);
  await move(1, 5_000_000n);
  const { rows } = await ctx.db.execute(sql`SELECT task_identifier AS task, key FROM graphile_worker.jobs`);
  expect(rows).toEqual([{ task: 'judge_dunning', key: 'dunning:1' }]);
  await judgeDunning(ctx, { customerIds: [1] });
  expect([await standing(), await wishOf()]).toEqual(['clear', 'free 2']);
});

test('a debt is as old as the ledger says, and paid in between it is a new one', async () => {
  await policy({ graceHours: 48 });
  await move(1, -1_000_000n);
  world.clock.advance(DAY_MS);
  await judgeDunning(ctx);
  const { graceUntil } = await getCustomerDunning(ctx, { id: 1 });
  expect(graceUntil?.getTime()).toBe(world.clock.now().getTime() + DAY_MS);
  // Back for a moment that no judgement saw.
  await move(1, 1_000_000n);
  await move(1, -1_000_000n);
  await judgeDunning(ctx);
  expect((await getCustomerDunning(ctx, { id: 1 })).graceUntil?.getTime()).toBe(
    world.clock.now().getTime() + 2 * DAY_MS,
  );
});

test('a server that comes to a suspended customer is wished suspended, and one that leaves is let go', async () => {
  await suspended();
  await ctx.db.execute(sql`UPDATE servers SET customer_id = 1 WHERE id = 102`);
  await ctx.db.execute(sql`UPDATE servers SET customer_id = 2 WHERE id = 101`);
  await judgeDunning(ctx);
  expect([await wishOf(101), await wishOf(102)]).toEqual(['free 2', 'suspended 1']);
  await ctx.db.execute(sql`UPDATE servers SET customer_id = id - 100 WHERE id IN (101, 102)`);
});

test('judging twice writes once', async () => {
  await suspended();
  const before = await wishOf();
  const steps = () => world.ctx.db.execute(sql`SELECT count(*) FROM dunning_steps`);
  const { rows } = await steps();
  await judgeDunning(ctx);
  await judgeDunning(ctx);
  expect([await wishOf(), (await steps()).rows]).toEqual([before, rows]);
});

describe('the limit of a day', () => {
  test('more suspensions than that wait for a person, who says yes to as many as were seen', async () => {
    await policy({ graceHours: 0, mostADay: 3 });
    for (let id = 1; id <= 5; id += 1) await move(id, -1_000_000n);
    await judgeDunning(ctx);
    expect(await standing()).toBe('held limit');
    expect((await getDunningPolicy(ctx)).waiting).toBe(5);
    const { rows } = await ctx.db.execute(
      sql`SELECT FROM alerts WHERE kind = 'dunning_held' AND resolved_at IS NULL`,
    );
    expect(rows).toHaveLength(1);
    await expect(releaseSuspensions(olive, { customers: 4, reason: 'looked at' })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await releaseSuspensions(olive, { customers: 5, reason: 'looked at' })).toEqual({ released: 5 });
    expect(await audited('dunning.released')).toBe(1);
    await judgeDunning(ctx);
    expect([await standing(1), await standing(5)]).toEqual(['suspended', 'suspended']);
    await expect(releaseSuspensions(olive, { customers: 5, reason: 'again' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('as many as that go by themselves, and count for the rest of the day', async () => {
    await policy({ graceHours: 0, mostADay: 3 });
    for (const id of [1, 2, 3]) await move(id, -1_000_000n);
    await judgeDunning(ctx);
    expect(await standing(3)).toBe('suspended');
    await move(4, -1_000_000n);
    await judgeDunning(ctx);
    expect(await standing(4)).toBe('held limit');
    world.clock.advance(DAY_MS + 1000);
    await judgeDunning(ctx);
    expect(await standing(4)).toBe('suspended');
  });
});

describe('the policy', () => {
  test('is kept as keys, audited, refused when stale, and a repeat changes nothing', async () => {
    const saved = await policy({ graceHours: 12, creditLimit: 7_500_000n, graceRule: 'amount' });
    expect(saved).toMatchObject({ version: 2, policy: { graceHours: 12, creditLimit: 7_500_000n } });
    expect(saved.enabledSince).toEqual(world.clock.now());
    expect(await audited('dunning.policy_saved')).toBe(1);
    expect(await saveDunningPolicy(olive, { policy: saved.policy, version: 1 })).toEqual(saved);
    expect(await audited('dunning.policy_saved')).toBe(1);
    const other = { ...saved.policy, graceHours: 13 };
    await expect(saveDunningPolicy(olive, { policy: other, version: 1 })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test.each([
    ['timezone', { timezone: 'Europe/Atlantis' }],
    ['holdWindows', { holdWindows: [{ days: [0, 1, 2, 3, 4, 5, 6], from: '00:00', until: '00:00' }] }],
  ])('a %s that cannot be is refused under its name', async (field, wrong) => {
    await expect(policy(wrong)).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ path: `policy.${field}` }],
    });
  });

  test('a saved key that does not fit stops the judging, and suspends nobody', async () => {
    await ctx.db.execute(sql`INSERT INTO settings (key, value) VALUES ('dunning_grace_hours', '"soon"')`);
    await expect(judgeDunning(ctx)).rejects.toThrow('dunning_grace_hours');
  });

  test('its dry run lists whom it would suspend within a day, page by page, and writes nothing', async () => {
    for (const id of [1, 2, 3]) await move(id, -1_000_000n);
    const asked = { policy: { ...defaultDunningPolicy, graceHours: 20 }, withinHours: 24, limit: 2 };
    const first = await previewDunning(ctx, asked);
    expect(first.rows.map((row) => [row.customerId, row.servers])).toEqual([
      [1, 1],
      [2, 1],
    ]);
    const rest = await previewDunning(ctx, { ...asked, cursor: first.nextCursor ?? '' });
    expect(rest).toMatchObject({ rows: [{ customerId: 3 }], nextCursor: null });
    const later = { ...asked, policy: { ...asked.policy, graceHours: 30 } };
    expect((await previewDunning(ctx, later)).rows).toEqual([]);
    expect((await listDunning(ctx, { limit: 10 })).rows).toEqual([]);
  });
});

describe('the flag', () => {
  test('holds with its reason, is audited, and a repeat changes nothing', async () => {
    await suspended();
    const asked = { id: 1, reason: 'pays by invoice' };
    expect(await flagCustomer(olive, asked)).toMatchObject({
      stage: 'held',
      hold: 'flag',
      flag: { reason: 'pays by invoice', until: null },
    });
    expect([await wishOf(), await audited('customer.flagged')]).toEqual(['free 2', 1]);
    await flagCustomer(olive, asked);
    expect(await audited('customer.flagged')).toBe(1);
    await expect(flagCustomer(olive, { ...asked, until: START })).rejects.toMatchObject({
      fields: [{ path: 'until' }],
    });
    await expect(flagCustomer(olive, { ...asked, id: 99 })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('taken away, the ladder begins anew, once', async () => {
    await suspended();
    await flagCustomer(olive, { id: 1, reason: 'pays by invoice' });
    world.clock.advance(9 * DAY_MS);
    expect(await endFlag(olive, { id: 1, reason: 'no longer' })).toMatchObject({
      stage: 'grace',
      flag: null,
    });
    await endFlag(olive, { id: 1, reason: 'no longer' });
    expect(await audited('customer.flag_ended')).toBe(1);
  });
});

describe('deleting', () => {
  const ask = () => requestDeletion(olive, { id: 101, reason: 'owes since a month' });
  const confirm = (serverName = 'server-101') => confirmDeletion(olive, { id: 101, serverName });

  test('is refused while the policy deletes nothing, on the first day, and before the retention is over', async () => {
    await suspended({ retentionDays: 1 });
    await expect(ask()).rejects.toMatchObject({ message: expect.stringContaining('deletes nothing') });
    await policy({ graceHours: 24, deletion: true, retentionDays: 1 });
    await expect(ask()).rejects.toMatchObject({ message: expect.stringContaining('kept until') });
    world.clock.advance(DAY_MS - 1000);
    await expect(ask()).rejects.toMatchObject({ code: 'refused' });
    world.clock.advance(1000);
    expect((await ask()).deletion).toMatchObject({ reason: 'owes since a month', confirmedAt: null });
  });

  test('takes two steps a day apart, by a person who writes the name', async () => {
    await suspended({ retentionDays: 1, deletion: true });
    world.clock.advance(2 * DAY_MS);
    await expect(confirm()).rejects.toMatchObject({ code: 'conflict' });
    await ask();
    await ask();
    expect(await audited('server.deletion_requested')).toBe(1);
    await expect(confirm()).rejects.toMatchObject({ code: 'refused' });
    world.clock.advance(DAY_MS);
    await expect(confirm('server-102')).rejects.toMatchObject({ fields: [{ path: 'serverName' }] });
    const token = { ...olive, actor: { ...actorOf('olive'), kind: 'token' as const } };
    await expect(confirmDeletion(token, { id: 101, serverName: 'server-101' })).rejects.toMatchObject({
      code: 'refused',
    });
    expect((await confirm()).wish).toMatchObject({ wanted: 'deleted', outcome: null });
    await confirm();
    expect([await wishOf(), await audited('server.deletion_confirmed')]).toEqual(['deleted 2', 1]);
  });

  test('is over when its customer pays, or when somebody takes it back', async () => {
    await suspended({ retentionDays: 1, deletion: true });
    world.clock.advance(2 * DAY_MS);
    await ask();
    await cancelDeletion(olive, { id: 101, reason: 'a mistake' });
    expect([
      (await getServerAtPanel(ctx, { id: 101 })).deletion,
      await audited('server.deletion_cancelled'),
    ]).toEqual([null, 1]);
    await ask();
    await move(1, 5_000_000n);
    await judgeDunning(ctx);
    world.clock.advance(DAY_MS);
    await expect(confirm()).rejects.toMatchObject({ code: 'conflict' });
  });
});

test('a server kept suspended stays so when its customer pays', async () => {
  await suspended();
  const kept = { id: 101, reason: 'it sends spam' };
  expect((await keepSuspended(olive, kept)).wish).toMatchObject({ outcome: 'kept', oursSince: null });
  await keepSuspended(olive, kept);
  expect(await audited('server.kept_suspended')).toBe(1);
  await expect(keepSuspended(olive, { ...kept, id: 102 })).rejects.toMatchObject({ code: 'refused' });
});

test('the ladder is listed by stage, page by page', async () => {
  await policy({ graceHours: 24 });
  for (const id of [1, 2, 3]) await move(id, -1_000_000n);
  await judgeDunning(ctx);
  const first = await listDunning(ctx, { stage: 'grace', limit: 2 });
  expect(first).toMatchObject({ rows: [{ customerId: 1 }, { customerId: 2 }], total: 3 });
  const rest = await listDunning(ctx, { stage: 'grace', limit: 2, cursor: first.nextCursor ?? '' });
  expect(rest).toMatchObject({ rows: [{ customerId: 3, stage: 'grace', hold: null }], nextCursor: null });
  expect((await listDunning(ctx, { stage: 'suspended', limit: 2 })).rows).toEqual([]);
});

test('who may what: a viewer reads, an operator keeps and flags, only an owner deletes', () => {
  const { policy: read, savePolicy, flag, endFlag: end, keepSuspended: keep, release } = api.dunning;
  const may = (role: 'viewer' | 'operator' | 'owner', row: { access: string }) =>
    can(role, row.access as Permission);
  expect(may('viewer', read)).toBe(true);
  for (const row of [savePolicy, flag, end, keep, release])
    expect([may('viewer', row), may('operator', row)]).toEqual([false, true]);
  for (const row of [api.dunning.requestDeletion, api.dunning.confirmDeletion, api.dunning.cancelDeletion]) {
    expect([may('viewer', row), may('operator', row), may('owner', row)]).toEqual([false, false, true]);
  }
});
