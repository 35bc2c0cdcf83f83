import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseMoney } from '#shared/billing/money.ts';
import { withTransaction } from '../../db/transaction.ts';
import { aCustomer } from '../../testing/factories.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { deliverNotice } from './deliver-notice.ts';
import { linkOf } from './link-of.ts';
import { notify } from './notify.ts';
import { spreadNotice } from './spread-notice.ts';

let world: TestContext;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'notices-'));
  world = await testContext({ env: { dataDir } });
  world.ctx.demo = true; // mails go into a folder
  await aCustomer(world.ctx, 13, 'Chidi Okafor');
});
afterAll(async () => {
  await world?.close();
  await rm(dataDir, { recursive: true, force: true });
});

const low = {
  event: 'wallet.low',
  customerId: 13,
  key: 'test:chidi',
  facts: { balance: parseMoney('0.50'), burnPerHour: parseMoney('0.02'), hoursLeft: 25, level: 72 },
} as const;

const rows = async (query: ReturnType<typeof sql>) => (await world.ctx.db.execute(query)).rows;
const jobs = (task: string) =>
  rows(sql`SELECT key FROM graphile_worker.jobs WHERE task_identifier = ${task} ORDER BY id`);

test('a message is in the outbox when its transaction commits, and only then', async () => {
  await expect(
    withTransaction(world.ctx, async (tx) => {
      await notify(tx, low);
      throw new Error('the payment fails');
    }),
  ).rejects.toThrow('the payment fails');
  expect(await rows(sql`SELECT id FROM notices`)).toEqual([]);
  expect(await jobs('spread_notice')).toEqual([]);
  await expect(notify(world.ctx, low)).rejects.toThrow('belongs to the transaction');
});

test('said twice under one key, at once or later, it is one message with one job', async () => {
  await Promise.all([1, 2, 3].map(() => withTransaction(world.ctx, (tx) => notify(tx, low))));
  await withTransaction(world.ctx, (tx) => notify(tx, low));
  expect(await rows(sql`SELECT key, facts FROM notices`)).toEqual([
    { key: 'test:chidi', facts: { balance: '0.50', burnPerHour: '0.02', hoursLeft: 25, level: 72 } },
  ]);
  expect(await jobs('spread_notice')).toHaveLength(1);
});

test('it reaches chidi as one mail, however often the jobs are repeated', async () => {
  const [notice] = await rows(sql`SELECT id FROM notices`);
  const noticeId = Number(notice?.id);
  for (let time = 0; time < 2; time += 1) await spreadNotice(world.ctx, { noticeId });
  const deliveries = await rows(sql`SELECT id FROM notice_deliveries WHERE way = 'customer_mail'`);
  expect(deliveries).toHaveLength(1);
  for (let time = 0; time < 2; time += 1) {
    await deliverNotice(world.ctx, { deliveryId: Number(deliveries[0]?.id) });
  }
  expect(await rows(sql`SELECT outcome FROM notice_attempts`)).toEqual([{ outcome: 'sent' }]);
  const folder = join(dataDir, 'mail');
  const files = await readdir(folder);
  expect(files).toHaveLength(1);
  const mail = await readFile(join(folder, files[0] ?? ''), 'utf8');
  expect(mail).toContain('To: 13@example.com');
  expect(mail).toContain('Subject: Your balance lasts for about 25 more hours');
});

test('its button opens the page of its customer by a link of its own, the same at every attempt', async () => {
  const env = { ...world.ctx.env, publicUrl: 'https://billing.host.example' };
  const ctx = { ...world.ctx, env };
  const notice = { id: 7, event: low.event, customerId: low.customerId, facts: {} };
  const first = await linkOf(ctx, notice, 'customer_mail');
  expect(first).toMatch(/^https:\/\/billing\.host\.example\/account#skylink_[\w-]{43}$/);
  expect(await linkOf(ctx, notice, 'customer_mail')).toBe(first);
  expect(await linkOf(ctx, notice, 'admin_mail')).toBe('https://billing.host.example/admin/customers/13');
  expect(await linkOf(world.ctx, notice, 'customer_mail'), 'nobody said where the pages are').toBeNull();
  expect(await rows(sql`SELECT customer_id, purpose FROM customer_links`)).toEqual([
    { customer_id: 13, purpose: 'notice' },
  ]);
});
