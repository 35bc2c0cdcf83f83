import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { actorOf } from '../../testing/people.ts';
import { type TestContext, testContext } from '../../testing/test-context.ts';
import { recordAudit } from './record-audit.ts';
import { findHead, sealAudit } from './seal-audit.ts';
import { headText, parseHead, verifyAudit } from './verify-audit.ts';

let world: TestContext;
beforeEach(async () => {
  world = await testContext({ actor: actorOf('otto', 7) });
});
afterEach(() => world.close());

async function record(count: number, ctx: Context = world.ctx): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    for (let n = 1; n <= count; n += 1) {
      const change = { before: { amountMicros: 5n }, after: { amountMicros: 7n, note: `change ${n}` } };
      await recordAudit(tx, { action: 'wallet.adjusted', subject: `customer:${n}`, ...change });
    }
  });
}

/** Past the triggers, as somebody with the keys to the database might. */
async function tamper(statement: string): Promise<void> {
  await withTransaction(world.ctx, async (tx) => {
    await tx.db.execute(sql`SET LOCAL session_replication_role = replica`);
    await tx.db.execute(sql.raw(statement));
  });
}

const said = async (noted: readonly string[] = []) =>
  (await verifyAudit(world.ctx, { noted: noted.map(parseHead) })).differences.map(
    ({ subject, found }) => `${subject} | ${found}`,
  );

test('every committed entry is sealed once, and an honest chain has nothing to say', async () => {
  await record(3);
  expect(await sealAudit(world.ctx)).toMatchObject({ position: 3, auditId: 3 });
  await record(2);
  const head = await sealAudit(world.ctx);
  expect(head).toMatchObject({ position: 5, auditId: 5 });
  expect(await sealAudit(world.ctx, { thorough: true })).toEqual(head);
  expect(await verifyAudit(world.ctx)).toEqual({
    checked: 5,
    head: { position: 5, hash: head?.hash },
    differences: [],
    more: false,
  });
});

test('an empty audit has no head, and that is no difference', async () => {
  expect(await sealAudit(world.ctx)).toBeNull();
  expect(await verifyAudit(world.ctx)).toMatchObject({ checked: 0, head: null, differences: [] });
});

test('an entry that commits after later ones were sealed is sealed next, and not skipped', async () => {
  let letGo = () => {};
  let began = () => {};
  const waiting = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const written = new Promise<void>((resolve) => {
    began = resolve;
  });
  const slow = withTransaction(world.ctx, async (tx) => {
    await recordAudit(tx, { action: 'rate.added', subject: 'package:1' });
    began();
    await waiting;
  });
  await written;
  await record(2);
  expect(await sealAudit(world.ctx)).toMatchObject({ position: 2, auditId: 3 });
  letGo();
  await slow;
  expect(await sealAudit(world.ctx)).toMatchObject({ position: 3, auditId: 1 });
  expect(await said()).toEqual([]);
});

test('one that commits ten thousand entries late is found by the daily look', async () => {
  await record(1);
  await tamper(`INSERT INTO audit_log (id, actor, actor_name, action, subject) OVERRIDING SYSTEM VALUE
    VALUES (20000, 'admin:1', 'Otto', 'rate.added', 'package:1')`);
  await sealAudit(world.ctx);
  await tamper(`INSERT INTO audit_log (id, actor, actor_name, action, subject) OVERRIDING SYSTEM VALUE
    VALUES (5, 'admin:1', 'Otto', 'rate.added', 'package:2')`);
  expect(await sealAudit(world.ctx)).toMatchObject({ position: 2 });
  expect(await sealAudit(world.ctx, { thorough: true })).toMatchObject({ position: 3, auditId: 5 });
});

test('eight sealers at once make one chain', async () => {
  await record(20);
  await Promise.all(Array.from({ length: 8 }, () => sealAudit(world.ctx)));
  expect(await findHead(world.ctx)).toMatchObject({ position: 20 });
  expect(await said()).toEqual([]);
});

test('writers do not wait for each other, nor for the sealer', async () => {
  await withTransaction(world.ctx, async (one) => {
    await recordAudit(one, { action: 'rate.added', subject: 'package:1' });
    await record(1);
    await sealAudit(world.ctx);
  });
  expect(await findHead(world.ctx)).toMatchObject({ position: 1, auditId: 2 });
});

describe('what somebody with the keys to the database did is found:', () => {
  test.each([
    [
      'an entry was changed',
      `UPDATE audit_log SET actor = 'admin:9' WHERE id = 3`,
      /^audit entry 3 \(seal 3\) \| /,
    ],
    [
      'an amount in it was changed',
      `UPDATE audit_log SET after = jsonb_set(after, '{amountMicros}', '"6"') WHERE id = 2`,
      /^audit entry 2 \(seal 2\) \| /,
    ],
    [
      'its time was changed by a millisecond',
      `UPDATE audit_log SET at = at + interval '1 ms' WHERE id = 4`,
      /^audit entry 4 /,
    ],
    ['an entry was removed', 'DELETE FROM audit_log WHERE id = 3', /^audit entry 3 \| no entry$/],
    [
      'two entries changed places',
      'UPDATE audit_log a SET subject = b.subject, after = b.after FROM audit_log b WHERE (a.id, b.id) IN ((3, 4), (4, 3))',
      /^audit entry 3 \(seal 3\) \| /,
    ],
    [
      'two seals changed places',
      'UPDATE audit_seals SET position = -3 WHERE position = 3; UPDATE audit_seals SET position = 3 WHERE position = 4; UPDATE audit_seals SET position = 4 WHERE position = -3',
      /^audit entry 4 \(seal 3\) \| /,
    ],
    [
      'a seal was removed',
      'DELETE FROM audit_seals WHERE position = 3',
      /^seal 3 \| the next one is seal 4$/,
    ],
    [
      'an entry and its seal were removed',
      'DELETE FROM audit_log WHERE id = 2; DELETE FROM audit_seals WHERE position = 2',
      /^seal 2 \| the next one is seal 3$/,
    ],
  ])('%s', async (_what, statement, difference) => {
    await record(5);
    await sealAudit(world.ctx);
    world.clock.advance(2 * 3_600_000);
    expect(await said()).toEqual([]);
    await tamper(statement);
    expect(await said()).toContainEqual(expect.stringMatching(difference));
  });

  test('an entry that was written without a sealer is told after an hour', async () => {
    await record(1);
    expect(await said()).toEqual([]);
    world.clock.advance(2 * 3_600_000);
    expect(await said()).toEqual(['audit entry 1 | none']);
  });

  test('the end was cut off: only a head that was noted elsewhere tells', async () => {
    await record(5);
    const head = await sealAudit(world.ctx);
    const noted = [headText(head ?? { position: 0, hash: '' })];
    await tamper('DELETE FROM audit_log WHERE id > 3; DELETE FROM audit_seals WHERE position > 3');
    expect(await said()).toEqual([]);
    expect(await said(noted)).toEqual(['noted head 5 | no such seal: the end was cut off']);
  });

  test('the whole chain was made anew over a changed entry: the noted head tells', async () => {
    await record(3);
    const head = await sealAudit(world.ctx);
    await tamper(`DELETE FROM audit_seals; UPDATE audit_log SET subject = 'customer:99' WHERE id = 2`);
    await sealAudit(world.ctx);
    expect(await said()).toEqual([]);
    expect(await said([headText(head ?? { position: 0, hash: '' })])).toEqual([
      expect.stringMatching(/^noted head 3 \| .* it was written anew$/),
    ]);
  });
});

test('seals cannot be changed or deleted', async () => {
  await record(1);
  await sealAudit(world.ctx);
  for (const statement of [
    'UPDATE audit_seals SET position = 2',
    'DELETE FROM audit_seals',
    'TRUNCATE audit_seals',
  ]) {
    await expect(world.ctx.db.execute(sql.raw(statement))).rejects.toMatchObject({
      cause: expect.objectContaining({ message: expect.stringContaining('append-only') }),
    });
  }
});

test('what is no head is refused with how one reads', () => {
  expect(() => parseHead('12')).toThrow(/A head reads like 1234:/);
});
