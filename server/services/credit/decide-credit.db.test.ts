import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { api } from '#shared/api/index.ts';
import { can } from '#shared/auth/roles.ts';
import type { Context } from '../../context.ts';
import { aRate, aServer } from '../../testing/factories.ts';
import { actorOf } from '../../testing/people.ts';
import { detectAlerts } from '../alerts/detect-alerts.ts';
import { listAudit } from '../audit/list-audit.ts';
import { getCustomer } from '../customers/get-customer.ts';
import { reverseTransaction } from '../ledger/reverse-transaction.ts';
import { walletsRunningDry } from '../reports/wallets-running-dry.ts';
import { decidePosting } from './decide-posting.ts';
import { getCreditSettings } from './get-credit-settings.ts';
import { getPosting, listPostings } from './list-postings.ts';
import { listUnlinked } from './list-unlinked.ts';
import { readCredits } from './read-credits.ts';
import { saveCreditSettings } from './save-credit-settings.ts';
import { type CreditCustomer, type CreditWorld, creditWorld } from './testing/credit-world.ts';

const POST = 'POST /selfService/credit/*';
const reason = 'looked it up in the panel';

let world: CreditWorld;
let olive: Context;
/** Each test has one of its own. */
let ada: CreditCustomer;
beforeAll(async () => {
  world = await creditWorld({ maxConnections: 25 });
  olive = { ...world.ctx, actor: actorOf('olive', 3) };
});
beforeEach(async () => {
  ada = await world.customer();
});
afterEach(() => world.panel.faults.clear());
afterAll(() => world?.close());

/** A posting of ada's whose reply was lost while somebody else moved the credit. Answers with its number. */
async function anUnclearPosting(kind: 'drop-after' | 'drop-before'): Promise<number> {
  world.panel.faults.add({ kind, route: POST, times: 1 });
  await ada.charge('1.00');
  await ada.carry();
  await ada.send();
  world.move(ada, 50);
  world.settle();
  await ada.send();
  return ada.lastPostingId();
}

async function openAlerts(kind: string): Promise<unknown[]> {
  const { rows } = await world.ctx.db.execute<{ subject: string }>(
    sql`SELECT subject FROM alerts WHERE resolved_at IS NULL AND kind = ${kind}`,
  );
  return rows.map(({ subject }) => subject);
}

describe('an unclear posting', () => {
  test('that arrived is in the ledger, is not posted again, and ends its alert', async () => {
    const id = await anUnclearPosting('drop-after');
    await detectAlerts(world.ctx);
    expect(await openAlerts('credit_unclear')).toEqual([`credit:${id}`]);
    expect(await decidePosting(olive, { id, decision: 'arrived', reason })).toMatchObject({
      ...{ state: 'resolved', outcome: 'arrived', decidedBy: 'Olive Owner', decisionReason: reason },
      ...{ balanceBefore: '1000', balanceAfter: '950', tokens: '-100' },
    });
    expect(await openAlerts('credit_unclear')).toEqual([]);
    await ada.carry();
    await ada.send();
    expect(ada.balance()).toBe('950.0000');
    expect(await ada.wallet()).toBe(0n);
  });

  test('that did not arrive goes with the next', async () => {
    const id = await anUnclearPosting('drop-before');
    await decidePosting(olive, { id, decision: 'not_arrived', reason });
    await ada.carry();
    await ada.send();
    expect(await ada.postings()).toEqual(['resolved not_arrived -100', 'confirmed arrived -100']);
    expect(ada.balance()).toBe('950.0000');
  });

  test('is audited with its evidence', async () => {
    const id = await anUnclearPosting('drop-after');
    await decidePosting(olive, { id, decision: 'arrived', reason });
    const { rows } = await listAudit(world.ctx, { subject: `customer:${ada.id}`, limit: 10 });
    expect(rows).toMatchObject([
      {
        action: 'credit.decided',
        actor: 'admin:3',
        after: { postingId: id, decision: 'arrived', balanceBefore: '1000', balanceAfter: '950', reason },
      },
    ]);
  });

  test('is not for a viewer, nor beyond the limit of a role', async () => {
    expect(can('viewer', 'wallets.adjust')).toBe(false);
    expect(api.credit.decide.access).toBe('wallets.adjust');
    const id = await anUnclearPosting('drop-after');
    const vera = { ...world.ctx, actor: actorOf('vera', 5) };
    await expect(decidePosting(vera, { id, decision: 'arrived', reason })).rejects.toThrow(/moves at most/);
    expect(await ada.postings()).toEqual(['unclear -100']);
    await decidePosting(olive, { id, decision: 'arrived', reason });
  });

  test('is decided once, whoever repeats it, and never the other way', async () => {
    const id = await anUnclearPosting('drop-after');
    const decide = () => decidePosting(olive, { id, decision: 'arrived', reason });
    const answers = await Promise.all(Array.from({ length: 50 }, decide));
    expect(new Set(answers.map(({ transactionId }) => transactionId)).size).toBe(1);
    const { rows } = await world.ctx.db.execute(sql`
      SELECT (SELECT count(*)::int FROM transactions WHERE cause = ${`credit:${id}`}) AS transactions,
        (SELECT count(*)::int FROM audit_log WHERE subject = ${`customer:${ada.id}`}) AS audits`);
    expect(rows).toEqual([{ transactions: 1, audits: 1 }]);
    await expect(decidePosting(olive, { id, decision: 'not_arrived', reason })).rejects.toThrow(
      'Olive Owner decided before that it arrived.',
    );
  });

  test('alone is decided: one that VirtFusion confirmed, or that is under way, is not', async () => {
    await ada.charge('1.00');
    await ada.carry();
    const id = await ada.lastPostingId();
    const decide = () => decidePosting(olive, { id, decision: 'not_arrived', reason });
    await expect(decide()).rejects.toThrow(/still under way/);
    await ada.send();
    await expect(decide()).rejects.toThrow(/Nobody has to decide/);
    await expect(decidePosting(olive, { id: 9999, decision: 'arrived', reason })).rejects.toThrow(
      'There is no credit posting with id 9999.',
    );
    const { transactionId } = await getPosting(olive, { id });
    await expect(
      reverseTransaction(olive, { id: transactionId ?? 0, reason, idempotencyKey: 'reverse-it' }),
    ).rejects.toThrow(/adjust the wallet instead/);
  });
});

describe('where customers’ money is', () => {
  const virtfusion = { mode: 'virtfusion', tokenDecimals: 4, othersAddCredit: false } as const;
  const own = { ...virtfusion, mode: 'own' } as const;
  const saves = async () => {
    const { rows } = await listAudit(world.ctx, { subject: 'settings', limit: 1 });
    return rows;
  };

  test('is switched back, and to VirtFusion again: what wallets hold and owe is carried, by one audited save', async () => {
    await saveCreditSettings(olive, own);
    const bram = await world.customer(0);
    await ada.charge('1.00');
    await bram.charge('2.00');
    await world.ctx.db.execute(sql`UPDATE customers SET external_id = NULL WHERE id = ${bram.id}`);
    expect(await getCreditSettings(olive)).toMatchObject({
      ...{ settings: { mode: 'own' }, currency: 'USD' },
      wallets: { held: 0n, owed: 1_000_000n },
      unlinked: { customers: 1, held: 0n, owed: 2_000_000n },
    });
    await saveCreditSettings(olive, virtfusion);
    const [saved] = await saves();
    expect(saved).toMatchObject({
      ...{ action: 'credit.settings_saved', actor: 'admin:3' },
      ...{ before: { mode: 'own' }, after: { mode: 'virtfusion', withdrawn: 0 } },
    });
    await saveCreditSettings(olive, virtfusion);
    expect(await saves()).toEqual([saved]);
    const { rows: jobs } = await world.ctx.db.execute(
      sql`SELECT FROM graphile_worker.jobs WHERE task_identifier = 'carry_credit' AND key = 'carry:all'`,
    );
    expect(jobs).toHaveLength(1);
    await world.carryAll();
    await world.sendAll();
    expect(ada.balance()).toBe('900.0000');
    expect(await bram.wallet()).toBe(-2_000_000n);
    await detectAlerts(world.ctx);
    expect(await openAlerts('credit_unlinked')).toEqual(['credit:unlinked']);
    expect((await listUnlinked(olive, { limit: 10 })).rows).toMatchObject([
      { id: bram.id, servers: 0, balance: -2_000_000n },
    ]);
  });

  test('is not for a viewer to switch', () => {
    expect(api.credit.saveSettings.access).toBe('settings.write');
    expect([can('viewer', 'settings.write'), can('operator', 'settings.write')]).toEqual([false, true]);
  });

  test('is not switched while a posting is unclear or under way; one never sent is withdrawn', async () => {
    const id = await anUnclearPosting('drop-after');
    await expect(saveCreditSettings(olive, own)).rejects.toThrow(/A credit posting is unclear/);
    await decidePosting(olive, { id, decision: 'arrived', reason });
    const bram = await world.customer();
    world.panel.faults.add({ kind: 'drop-after', route: POST, times: 1 });
    await bram.charge('1.00');
    await bram.carry();
    await bram.send();
    await expect(saveCreditSettings(olive, own)).rejects.toThrow(/A credit posting is under way/);
    await expect(saveCreditSettings(olive, { ...virtfusion, tokenDecimals: 2 })).rejects.toThrow(/under way/);
    world.settle();
    await bram.send();
    const chidi = await world.customer();
    await chidi.charge('1.00');
    await chidi.carry();
    expect(await saveCreditSettings(olive, own)).toMatchObject({ settings: own });
    await chidi.send();
    expect(await chidi.postings()).toEqual(['resolved withdrawn -100']);
    expect(await chidi.wallet()).toBe(-1_000_000n);
    expect(chidi.balance()).toBe('1000.0000');
  });

  test('is not VirtFusion without one that says what a token is worth', async () => {
    await saveCreditSettings(olive, own);
    const none = async () => ({ source: 'none' as const, url: null, client: null });
    await expect(saveCreditSettings({ ...olive, panel: none }, virtfusion)).rejects.toThrow(
      /No VirtFusion is connected/,
    );
    world.panel.faults.add({ kind: 'forbidden', route: 'GET /selfService/currencies', times: 1 });
    await expect(saveCreditSettings(olive, virtfusion)).rejects.toThrow(/did not say what a token is worth/);
    world.panel.faults.add({ kind: 'empty-list', route: 'GET /selfService/currencies', times: 1 });
    await expect(saveCreditSettings(olive, virtfusion)).rejects.toThrow(/no enabled currency/);
    await saveCreditSettings(olive, virtfusion);
  });
});

describe('what a customer has', () => {
  test('is what VirtFusion said last, with its instant, less what is not carried; unknown is unknown', async () => {
    const [bram, dora] = [await world.customer(), await world.customer()];
    const creditOf = async ({ id }: CreditCustomer) => (await getCustomer(olive, { id })).credit;
    expect(await creditOf(ada)).toEqual({ tokens: null, value: null, readAt: null, problem: null });
    await ada.charge('1.00');
    await world.ctx.db.execute(sql`UPDATE customers SET external_id = NULL WHERE id = ${bram.id}`);
    await world.ctx.db.execute(sql`UPDATE customers SET external_id = 4711 WHERE id = ${dora.id}`);
    await world.ctx.db.execute(
      sql`INSERT INTO credit_wallets (customer_id) VALUES (${ada.id}), (${dora.id})`,
    );
    await readCredits(world.ctx);
    const readAt = world.clock.now();
    expect(await getCustomer(olive, { id: ada.id })).toMatchObject({
      balance: -1_000_000n,
      credit: { tokens: '1000', value: 10_000_000n, readAt, problem: null },
    });
    await aRate(world.ctx, { price: '5.00' });
    for (const [id, { id: customerId }] of [
      [1, ada],
      [2, dora],
    ] as const) {
      await aServer(world.ctx, { id, customerId, from: world.clock.now() });
    }
    // 9.00 at 0.006849 an hour; the wallet alone, at -1.00, would be used up.
    expect((await getCustomer(olive, { id: ada.id })).hoursLeft).toBe(1314);
    expect(await getCustomer(olive, { id: dora.id })).toMatchObject({ hoursLeft: null, burnPerHour: 6849n });
    expect((await walletsRunningDry(olive)).customers).toBe(0);
    world.move(ada, -900);
    world.clock.advance(3_600_000);
    await readCredits(world.ctx);
    expect((await walletsRunningDry(olive)).rows).toMatchObject([{ id: ada.id, hoursLeft: 0 }]);
    expect(await creditOf(bram)).toMatchObject({
      value: null,
      problem: expect.stringMatching(/no external relation id/),
    });
    expect(await creditOf(dora)).toMatchObject({ value: null, problem: expect.stringMatching(/notFound/) });
  });

  test('is not asked of VirtFusion, nor shown, while the ledger here is the wallet', async () => {
    await world.save('wallet_mode', 'own');
    expect(await readCredits(world.ctx)).toBe(0);
    expect((await getCustomer(olive, { id: ada.id })).credit).toBeNull();
    await world.save('wallet_mode', 'virtfusion');
  });
});

test('postings are listed by state and customer, newest first, page by page', async () => {
  for (const amount of ['1.00', '2.00', '3.00']) {
    await ada.charge(amount);
    await ada.carry();
    if (amount !== '3.00') await ada.send();
  }
  const pageOf = (more: { cursor?: string; state?: 'intended' } = {}) =>
    listPostings(olive, { customerId: ada.id, limit: 2, ...more });
  const first = await pageOf();
  expect(first.rows.map(({ tokens, state }) => `${tokens} ${state}`)).toEqual([
    '-300 intended',
    '-200 confirmed',
  ]);
  const rest = await pageOf({ cursor: first.nextCursor ?? '' });
  expect(rest.rows.map(({ tokens }) => tokens)).toEqual(['-100']);
  expect((await pageOf({ state: 'intended' })).rows.map(({ tokens }) => tokens)).toEqual(['-300']);
});
