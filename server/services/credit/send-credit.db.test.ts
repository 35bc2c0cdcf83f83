import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseMoney } from '#shared/billing/money.ts';
import type { FaultKind } from '../../emulators/virtfusion/http/faults.ts';
import type { VirtFusionClient } from '../../integrations/virtfusion/client.ts';
import { reconcileLedger } from '../reconcile/reconcile-ledger.ts';
import { adjustWallet } from '../wallets/adjust-wallet.ts';
import { sendCredit } from './send-credit.ts';
import { type CreditCustomer, type CreditWorld, creditWorld } from './testing/credit-world.ts';

const POST = 'POST /selfService/credit/*';

let world: CreditWorld;
/** Each test has one of its own. */
let ada: CreditCustomer;
beforeAll(async () => {
  world = await creditWorld({ maxConnections: 25 });
});
beforeEach(async () => {
  ada = await world.customer();
});
afterEach(() => world.panel.faults.clear());
afterAll(() => world?.close());

const fail = (kind: FaultKind, ms?: number) => world.panel.faults.add({ kind, route: POST, times: 1, ms });

/** Everything is carried that makes a unit, once, and the books agree. */
async function expectCarried({ balance, left = 0n }: { balance: string; left?: bigint }): Promise<void> {
  expect(ada.balance()).toBe(balance);
  expect(await ada.wallet()).toBe(-left);
  expect((await reconcileLedger(world.ctx)).differences).toEqual([]);
}

describe('what a customer owes', () => {
  test('goes to VirtFusion as negative tokens with both references, and the ledger says so', async () => {
    await ada.charge('0.006849');
    await ada.carry();
    expect(await ada.send()).toBeNull();
    expect(await ada.postings()).toEqual(['confirmed arrived -0.6849']);
    expect(ada.entries()).toMatchObject([
      {
        reference_1: String(await ada.lastPostingId()),
        reference_2: `Hourly billing: 0.006849 USD, VirtFusion user ${ada.id}`,
        units: -6849n,
      },
    ]);
    await expectCarried({ balance: '999.3151' });
  });

  test('that makes no whole unit waits, and goes with the next', async () => {
    await world.save('wallet_token_decimals', '2');
    for (const left of [49n, 98n, 47n]) {
      await ada.charge('0.006849');
      await ada.carry();
      await ada.send();
      expect(await ada.wallet()).toBe(-left);
    }
    await world.save('wallet_token_decimals', '4');
    expect(await ada.postings()).toEqual([
      'confirmed arrived -0.68',
      'confirmed arrived -0.68',
      'confirmed arrived -0.69',
    ]);
    await expectCarried({ balance: '997.9500', left: 47n });
  });

  test('while its last posting is under way goes with the next, as one', async () => {
    await ada.charge('1.00');
    await ada.carry();
    await ada.charge('2.00');
    await ada.carry();
    await ada.charge('0.50');
    await ada.send();
    await ada.carry();
    await ada.send();
    expect(await ada.postings()).toEqual(['confirmed arrived -100', 'confirmed arrived -250']);
    await expectCarried({ balance: '650.0000' });
  });

  test('is carried back as credit when more was paid in or given back', async () => {
    await ada.charge('1.00');
    await adjustWallet(world.ctx, {
      id: ada.id,
      direction: 'credit',
      amount: parseMoney('26.00'),
      reason: 'a bank transfer',
      idempotencyKey: 'paid-in-1',
    });
    await ada.carry();
    await ada.send();
    expect(await ada.postings()).toEqual(['confirmed arrived 2500']);
    expect(ada.entries()[0]?.reference_2).toMatch(/^Paid in or given back: 25.00 USD/);
    await expectCarried({ balance: '3500.0000' });
  });
});

describe('at once', () => {
  test('50 workers that send the same posting send it once', async () => {
    await ada.charge('1.00');
    await ada.carry();
    const intentId = await ada.lastPostingId();
    await Promise.all(Array.from({ length: 50 }, () => sendCredit(world.ctx, { intentId })));
    expect(ada.entries()).toHaveLength(1);
    await expectCarried({ balance: '900.0000' });
  });

  test('ten that decide, decide one posting', async () => {
    await ada.charge('1.00');
    await Promise.all(Array.from({ length: 10 }, () => world.carryAll()));
    expect(await ada.postings()).toEqual(['intended -100']);
    await ada.send();
    await expectCarried({ balance: '900.0000' });
  });
});

describe('a reply that was lost', () => {
  test.each(['drop-after', 'error-after', 'half-reply', 'half-json'] as const)(
    'after it was posted (%s) is found to have arrived, and is not posted again',
    async (kind) => {
      fail(kind);
      await ada.charge('1.00');
      await ada.carry();
      await ada.send();
      expect(await ada.postings()).toEqual(['sent -100']);
      // Too early to tell: what is late would look like what never came.
      await ada.send();
      expect(await ada.postings()).toEqual(['sent -100']);
      world.settle();
      await ada.send();
      expect(await ada.postings()).toEqual(['resolved arrived -100']);
      expect(ada.entries()).toHaveLength(1);
      await expectCarried({ balance: '900.0000' });
    },
  );

  test.each(['drop-before', 'error'] as const)(
    'before it was posted (%s) is found not to have arrived, and goes with the next',
    async (kind) => {
      fail(kind);
      await ada.charge('1.00');
      await ada.carry();
      await ada.send();
      world.settle();
      await ada.send();
      expect(await ada.postings()).toEqual(['resolved not_arrived -100']);
      await ada.charge('0.50');
      await ada.carry();
      await ada.send();
      expect(await ada.postings()).toEqual(['resolved not_arrived -100', 'confirmed arrived -150']);
      expect(ada.entries()).toHaveLength(1);
      await expectCarried({ balance: '850.0000' });
    },
  );

  test('of what was done after nobody waited any more is found to have arrived', async () => {
    fail('drop-late', 100_000);
    await ada.charge('1.00');
    await ada.carry();
    await ada.send();
    world.settle();
    await ada.send();
    expect(await ada.postings()).toEqual(['resolved arrived -100']);
    await expectCarried({ balance: '900.0000' });
  });

  test('of what was done later still is posted twice, which the next reading tells', async () => {
    fail('drop-late', 200_000);
    await ada.charge('1.00');
    await ada.carry();
    await ada.send();
    world.settle();
    await ada.send();
    world.settle();
    await ada.carry();
    await ada.send();
    expect(ada.balance()).toBe('800.0000');
    const { rows } = await world.ctx.db.execute(sql`
      SELECT trim_scale(expected_tokens) AS expected, trim_scale(found_tokens) AS found, cause FROM credit_movements
      WHERE customer_id = ${ada.id}`);
    expect(rows).toEqual([{ expected: '1000', found: '900', cause: 'others' }]);
  });

  test('while somebody else moved the credit is put before an admin, with the evidence', async () => {
    fail('drop-after');
    await ada.charge('1.00');
    await ada.carry();
    await ada.send();
    world.move(ada, 50);
    world.settle();
    await ada.send();
    expect(await ada.postings()).toEqual(['unclear -100']);
    const { rows } = await world.ctx.db.execute(sql`
      SELECT trim_scale(i.balance_before) AS before, trim_scale(i.balance_after) AS after, a.kind
      FROM credit_intents i JOIN alerts a ON a.subject = 'credit:' || i.id WHERE i.customer_id = ${ada.id}`);
    expect(rows).toEqual([{ before: '1000', after: '950', kind: 'credit_unclear' }]);
    // Nothing more is sent for this customer, whatever comes.
    await ada.charge('0.50');
    await ada.carry();
    await ada.send();
    expect(ada.entries()).toHaveLength(1);
  });

  test('says nothing when the balance cannot be read: it is asked again', async () => {
    fail('drop-after');
    await ada.charge('1.00');
    await ada.carry();
    await ada.send();
    world.settle();
    world.panel.faults.add({ kind: 'forbidden', route: 'GET /selfService/hourlyStats/*' });
    expect(await ada.send()).toMatchObject({ outcome: 'forbidden' });
    expect(await ada.postings()).toEqual(['sent -100']);
    world.panel.faults.clear();
    await ada.send();
    expect(await ada.postings()).toEqual(['resolved arrived -100']);
  });
});

describe('with a server that VirtFusion bills from the same credit, at 50 tokens an hour', () => {
  beforeAll(() => {
    const { panel } = world;
    panel.world.behaviour.nativeBiller = true;
    const resources = { memory: 1024, storage: 20, traffic: 1000, cpuCores: 1 };
    panel.world.addPackage({ id: 1, name: 'Small', resources, tokenValue: 36_500 });
    panel.world.addGroup({ id: 1, name: 'Default' });
    panel.world.addHypervisor({ id: 6, groupId: 1, name: 'node-1' });
  });
  beforeEach(async () => {
    const { id } = world.panel.world.addServer({ ownerId: ada.id, packageId: 1, selfService: 1 });
    await world.ctx.db.execute(sql`
      INSERT INTO servers (id, uuid, name, customer_id, hypervisor_id, commission_status, suspended, self_service,
        panel_created_at, panel_updated_at)
      VALUES (${id}, gen_random_uuid(), 'native', ${ada.id}, 6, 3, false, 1, now(), now())`);
    // Its first hour has begun by the time anything is posted.
    world.clock.advance(60_000);
  });

  async function lose(kind: 'drop-after' | 'drop-before', amount: string): Promise<string[]> {
    fail(kind);
    await ada.charge(amount);
    await ada.carry();
    await ada.send();
    // The next hour begins.
    world.clock.advance(3_600_000);
    await ada.send();
    return ada.postings();
  }

  test('a lost reply is told from its figures', async () => {
    expect(await lose('drop-after', '1.00')).toEqual(['resolved arrived -100']);
    expect(await lose('drop-before', '0.30')).toEqual(['resolved arrived -100', 'resolved not_arrived -30']);
  });

  test('a lost reply of just as much goes before an admin when it may have been either', async () => {
    expect(await lose('drop-after', '0.50')).toEqual(['resolved arrived -50']);
    expect(await lose('drop-before', '0.50')).toEqual(['resolved arrived -50', 'unclear -50']);
  });
});

/** Another process, with a client that does as told. */
async function anotherProcess(
  client: (real: VirtFusionClient) => Partial<VirtFusionClient>,
): Promise<CreditWorld['ctx']> {
  const { client: real } = await world.ctx.panel();
  if (!real) throw new Error('the panel has a client');
  const panel = async () => ({
    source: 'settings' as const,
    url: null,
    client: { ...real, ...client(real) },
  });
  return { ...world.ctx, panel };
}

/** Something that is waited for until it is opened, or breaks. */
function gate(): { reached: boolean; passed: Promise<void>; open: () => void; fail: () => void } {
  let [open, fail] = [() => {}, () => {}];
  const passed = new Promise<void>((resolve, reject) => {
    open = resolve;
    fail = () => reject(new Error('killed'));
  });
  return { reached: false, passed, open: () => open(), fail: () => fail() };
}

/** What the database does with the connection of a process that died, or a network that broke. */
async function loseLock(): Promise<void> {
  const held = sql`locktype = 'advisory' AND classid = 7103 AND objid = ${ada.id}
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  await world.ctx.db.execute(sql`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE ${held}`);
  // It is told to end, and ends a moment later.
  await expect
    .poll(async () => (await world.ctx.db.execute(sql`SELECT FROM pg_locks WHERE ${held}`)).rows)
    .toEqual([]);
}

test('of a process that is killed between intent and answer another tells what became, and sends nothing twice', async () => {
  await ada.charge('1.00');
  await ada.carry();
  const answer = gate();
  const killed = await anotherProcess(({ postCredit }) => ({
    postCredit: async (credit) => {
      const posted = await postCredit(credit);
      await answer.passed;
      return posted;
    },
  }));
  const death = sendCredit(killed, { intentId: await ada.lastPostingId() }).catch(() => 'dead');
  await expect.poll(() => ada.entries()).toHaveLength(1);
  // Its lock is alive as long as it is: nobody meddles, however long it takes.
  world.settle();
  await ada.send();
  expect(await ada.postings()).toEqual(['sent -100']);
  await loseLock();
  await ada.send();
  expect(await ada.postings()).toEqual(['resolved arrived -100']);
  expect(ada.entries()).toHaveLength(1);
  await expectCarried({ balance: '900.0000' });
  answer.fail();
  await death;
});

test('of two that have a posting in hand, as one lost its lock, one sends it', async () => {
  await ada.charge('1.00');
  await ada.carry();
  const read = gate();
  const slow = await anotherProcess(({ hourlyStats }) => ({
    hourlyStats: async (externalId) => {
      const stats = await hourlyStats(externalId);
      read.reached = true;
      await read.passed;
      return stats;
    },
  }));
  const late = sendCredit(slow, { intentId: await ada.lastPostingId() });
  await expect.poll(() => read.reached).toBe(true);
  await loseLock();
  fail('drop-after');
  await ada.send();
  expect(ada.entries()).toHaveLength(1);
  read.open();
  await late;
  expect(ada.entries()).toHaveLength(1);
  world.settle();
  await ada.send();
  expect(await ada.postings()).toEqual(['resolved arrived -100']);
});

test.each(['unauthorized', 'forbidden', 'not-found-bare', 'invalid', 'locked'] as const)(
  'a refusal (%s) moved nothing: it is sent again later',
  async (kind) => {
    fail(kind);
    await ada.charge('1.00');
    await ada.carry();
    expect(await ada.send()).toBeInstanceOf(Error);
    expect(await ada.postings()).toEqual(['intended -100']);
    await ada.send();
    expect(await ada.postings()).toEqual(['confirmed arrived -100']);
    expect(ada.entries()).toHaveLength(1);
  },
);

test('while the ledger here is the wallet nothing is carried, nor is VirtFusion asked', async () => {
  await world.save('wallet_mode', 'own');
  const asked = world.panel.calls.total;
  await ada.charge('1.00');
  await ada.carry();
  await world.save('wallet_mode', 'virtfusion');
  expect(await ada.postings()).toEqual([]);
  expect(world.panel.calls.total).toBe(asked);
});

test('without a currency of ours in VirtFusion nothing is carried, and an admin is told until there is one', async () => {
  const openAlerts = async () => {
    const { rows } = await world.ctx.db.execute(
      sql`SELECT subject FROM alerts WHERE kind = 'credit_unpriced' AND resolved_at IS NULL`,
    );
    return rows;
  };
  world.panel.faults.add({ kind: 'empty-list', route: 'GET /selfService/currencies' });
  await ada.charge('1.00');
  await ada.carry();
  expect(await ada.postings()).toEqual([]);
  expect(await openAlerts()).toEqual([{ subject: 'virtfusion' }]);
  world.panel.faults.clear();
  await ada.carry();
  expect(await ada.postings()).toEqual(['intended -100']);
  expect(await openAlerts()).toEqual([]);
});
