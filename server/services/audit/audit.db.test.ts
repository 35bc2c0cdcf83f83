import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditLog } from '#shared/schema/index.ts';
import { withTransaction } from '../../db/transaction.ts';
import { AppError } from '../../errors.ts';
import { actorOf } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { downloadAudit } from './download-audit.ts';
import { listAudit } from './list-audit.ts';
import { type AuditRecord, recordAudit } from './record-audit.ts';
import { sealAudit } from './seal-audit.ts';

let world: TestContext;
beforeAll(async () => {
  world = await testContext({ actor: actorOf('otto', 7) });
});
afterAll(() => world.close());

const record = (entry: AuditRecord) => withTransaction(world.ctx, (tx) => recordAudit(tx, entry));

test('outside a transaction nothing is recorded', async () => {
  await expect(recordAudit(world.ctx, { action: 'rate.added', subject: 'package:1' })).rejects.toThrow(
    /belongs to the transaction/,
  );
});

test('an entry goes with its transaction when that fails', async () => {
  const failing = withTransaction(world.ctx, async (tx) => {
    await recordAudit(tx, { action: 'wallet.adjusted', subject: 'customer:99' });
    throw new Error('and then it failed');
  });
  await expect(failing).rejects.toThrow('and then it failed');
  expect((await listAudit(world.ctx, { subject: 'customer:99', limit: 50 })).rows).toEqual([]);
});

test('says who, from where, when and what; secrets masked, money as text', async () => {
  await record({
    action: 'virtfusion.connected',
    subject: 'virtfusion',
    before: null,
    after: {
      url: 'https://panel.example.com',
      token: 'very secret',
      tokenSaved: true,
      amountMicros: 5_000_000n,
    },
  });
  const [entry] = (await listAudit(world.ctx, { subject: 'virtfusion', limit: 1 })).rows;
  expect(entry).toMatchObject({
    at: world.clock.now(),
    actor: 'admin:7',
    actorName: 'Otto Operator',
    address: '192.0.2.1',
    action: 'virtfusion.connected',
    before: null,
    after: {
      url: 'https://panel.example.com',
      token: '[redacted]',
      tokenSaved: true,
      amountMicros: '5000000',
    },
  });
});

test('pages run newest first, without a gap or a repeat', async () => {
  for (const number of [1, 2, 3, 4, 5]) await record({ action: 'run.triggered', subject: `run:${number}` });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listAudit(world.ctx, { action: 'run.triggered', limit: 2, cursor });
    expect(page.rows.length).toBeLessThanOrEqual(2);
    seen.push(...page.rows.map((row) => row.subject));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toEqual(['run:5', 'run:4', 'run:3', 'run:2', 'run:1']);
});

test('narrowed by whom and by when; as a file it is all of that, with the seals', async () => {
  const bram = { ...world.ctx, actor: actorOf('olive', 44) };
  const since = world.clock.now();
  await withTransaction(bram, (tx) => recordAudit(tx, { action: 'rate.added', subject: 'package:=1+1' }));
  world.clock.advance(60_000);
  const until = world.clock.now();
  await withTransaction(bram, (tx) => recordAudit(tx, { action: 'rate.added', subject: 'package:2' }));
  const subjects = async (input: object) =>
    (await listAudit(world.ctx, { limit: 50, ...input })).rows.map(({ subject }) => subject);
  expect(await subjects({ actor: 'admin:44' })).toEqual(['package:2', 'package:=1+1']);
  expect(await subjects({ actor: 'admin:44', until })).toEqual(['package:=1+1']);
  expect(await subjects({ actor: 'admin:44', from: until })).toEqual(['package:2']);
  expect(await subjects({ actor: 'admin:44', from: since, until: since })).toEqual([]);
  const head = await sealAudit(world.ctx);
  const { filename, content } = await downloadAudit(world.ctx, { actor: 'admin:44' });
  const lines: string[] = [];
  for await (const piece of content)
    lines.push(
      ...Buffer.from(piece as Uint8Array)
        .toString('utf8')
        .split('\r\n'),
    );
  expect(filename).toBe('audit-2026-11-01.csv');
  expect(lines[0]).toBe('\uFEFFid,at,actor,actor_name,address,request,action,subject,before,after,seal');
  expect(lines[1]).toMatch(
    new RegExp(`,admin:44,Olive Owner,192.0.2.1,test,rate.added,package:2,,,${head?.hash}$`),
  );
  expect(lines.filter((line) => line !== '')).toHaveLength(3);
});

test('a cursor of another list is refused, not read as the first page', async () => {
  await expect(listAudit(world.ctx, { cursor: 'abc', limit: 2 })).rejects.toBeInstanceOf(AppError);
});

test('entries cannot be changed or deleted', async () => {
  await expect(world.ctx.db.delete(auditLog)).rejects.toMatchObject({
    cause: expect.objectContaining({ message: expect.stringContaining('append-only') }),
  });
});
