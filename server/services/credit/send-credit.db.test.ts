import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseMoney } from '#shared/billing/money.ts';
import type { FaultKind } from '../../emulators/virtfusion/http/faults.ts';
import { people } from '../../testing/people.ts';
import { reconcileLedger } from '../reconcile/reconcile-ledger.ts';
import { adjustWallet } from '../wallets/adjust-wallet.ts';
import { sendCredit } from './send-credit.ts';
import { type CreditWorld, creditWorld } from './testing/credit-world.ts';

const { ada, chidi } = people;
const POST = 'POST /selfService/credit/*';

let world: CreditWorld;
beforeEach(async () => {
  world = await creditWorld({ maxConnections: 25 });
});
afterEach(() => world?.close());

/** Everything is carried that makes a unit, once, and the books agree. */
async function expectSettled(customerId: number, { balance, left = 0n }: { balance: string; left?: bigint }) {
  expect(world.balance(customerId)).toBe(balance);
  expect(await world.wallet(customerId)).toBe(-left);
  expect((await reconcileLedger(world.ctx)).differences).toEqual([]);
}

const fail = (kind: FaultKind) => world.panel.faults.add({ kind, route: POST, times: 1 });
const postings = () => world.panel.world.credits.entries.filter(({ reference_1 }) => reference_1 !== null);

describe('what a customer owes', () => {
  test('goes to VirtFusion as negative tokens with both references, and the ledger says so', async () => {
    await world.charge(ada.id, '0.006849');
    await world.carry();
    expect(await world.send()).toEqual([]);
    expect(await world.intents(ada.id)).toEqual(['confirmed arrived -0.6849']);
    expect(postings()).toMatchObject([
      { reference_1: '1', reference_2: 'Hourly billing: 0.006849 USD, VirtFusion user 11', units: -6849n },
    ]);
    await expectSettled(ada.id, { balance: '999.3151' });
  });

  test('that makes no whole unit waits, and goes with the next', async () => {
    await world.ctx.db.execute(sql`UPDATE settings SET value = '2' WHERE key = 'wallet_token_decimals'`);
    for (const left of [49n, 98n, 47n]) {
      await world.charge(ada.id, '0.006849');
      await world.carry();
      await world.send();
      expect(await world.wallet(ada.id)).toBe(-left);
    }
    expect(await world.intents(ada.id)).toEqual([
      'confirmed arrived -0.68',
      'confirmed arrived -0.68',
      'confirmed arrived -0.69',
    ]);
    await expectSettled(ada.id, { balance: '997.9500', left: 47n });
  });

  test('while its last posting is under way goes with the next, as one', async () => {
    await world.charge(ada.id, '1.00');
    await world.carry();
    await world.charge(ada.id, '2.00');
    await world.carry();
    await world.charge(ada.id, '0.50');
    await world.send();
    await world.carry();
    await world.send();
    expect(await world.intents(ada.id)).toEqual(['confirmed arrived -100', 'confirmed arrived -250']);
    await expectSettled(ada.id, { balance: '650.0000' });
  });

  test('is carried back as credit when more was paid in or given back', async () => {
    await world.charge(ada.id, '1.00');
    await adjustWallet(world.ctx, {
      id: ada.id,
      direction: 'credit',
      amount: parseMoney('26.00'),
      reason: 'a bank transfer',
      idempotencyKey: 'paid-in-1',
    });
    await world.carry();
    await world.send();
    expect(await world.intents(ada.id)).toEqual(['confirmed arrived 2500']);
    expect(postings()).toMatchObject([
      { reference_2: 'Paid in or given back: 25.00 USD, VirtFusion user 11' },
    ]);
    await expectSettled(ada.id, { balance: '3500.0000' });
  });
});

describe('50 workers that send the same posting at once', () => {
  test('send it once', async () => {
    await world.charge(ada.id, '1.00');
    await world.carry();
    await Promise.all(Array.from({ length: 50 }, () => sendCredit(world.ctx, { intentId: 1 })));
    expect(postings()).toHaveLength(1);
    await expectSettled(ada.id, { balance: '900.0000' });
  });

  test('and deciders that decide at once decide one', async () => {
    await world.charge(ada.id, '1.00');
    await Promise.all(Array.from({ length: 10 }, () => world.carry()));
    expect(await world.intents(ada.id)).toEqual(['intended -100']);
  });
});

describe('a reply that was lost', () => {
  test.each(['drop-after', 'error-after', 'half-reply', 'half-json'] as const)(
    'after it was posted (%s) is found to have arrived, and is not posted again',
    async (kind) => {
      fail(kind);
      await world.charge(ada.id, '1.00');
      await world.carry();
      await world.send();
      expect(await world.intents(ada.id)).toEqual(['sent -100']);
      // Too early to tell: what is late would look like what never came.
      await world.send();
      expect(await world.intents(ada.id)).toEqual(['sent -100']);
      world.settle();
      await world.send();
      expect(await world.intents(ada.id)).toEqual(['resolved arrived -100']);
      expect(postings()).toHaveLength(1);
      await expectSettled(ada.id, { balance: '900.0000' });
    },
  );

  test.each(['drop-before', 'error'] as const)(
    'before it was posted (%s) is found not to have arrived, and goes with the next',
    async (kind) => {
      fail(kind);
      await world.charge(ada.id, '1.00');
      await world.carry();
      await world.send();
      world.settle();
      await world.send();
      expect(await world.intents(ada.id)).toEqual(['resolved not_arrived -100']);
      await world.charge(ada.id, '0.50');
      await world.carry();
      await world.send();
      expect(await world.intents(ada.id)).toEqual(['resolved not_arrived -100', 'confirmed arrived -150']);
      expect(postings()).toHaveLength(1);
      await expectSettled(ada.id, { balance: '850.0000' });
    },
  );

  test('while somebody else moved the credit is put before an admin, with the evidence', async () => {
    fail('drop-after');
    await world.charge(ada.id, '1.00');
    await world.carry();
    await world.send();
    world.panel.world.credits.post(ada.id, 50, { at: world.panel.world.now() });
    world.settle();
    await world.send();
    expect(await world.intents(ada.id)).toEqual(['unclear -100']);
    const { rows } = await world.ctx.db.execute(sql`
      SELECT balance_before, balance_after, kind, subject FROM credit_intents, alerts`);
    expect(rows).toEqual([
      {
        balance_before: '1000.0000000000',
        balance_after: '950.0000000000',
        kind: 'credit_unclear',
        subject: 'credit:1',
      },
    ]);
    // Nothing more is sent for this customer, whatever comes.
    await world.charge(ada.id, '0.50');
    await world.carry();
    await world.send();
    expect(postings()).toHaveLength(1);
  });

  test('says nothing when the balance cannot be read: it is asked again', async () => {
    fail('drop-after');
    await world.charge(ada.id, '1.00');
    await world.carry();
    await world.send();
    world.settle();
    world.panel.faults.add({ kind: 'error', route: 'GET /selfService/hourlyStats/*' });
    expect(await world.send()).toHaveLength(1);
    expect(await world.intents(ada.id)).toEqual(['sent -100']);
    world.panel.faults.clear();
    await world.send();
    expect(await world.intents(ada.id)).toEqual(['resolved arrived -100']);
  });
});

describe('with a server that VirtFusion bills from the same credit', () => {
  beforeEach(async () => {
    const { panel, ctx } = world;
    panel.world.behaviour.nativeBiller = true;
    panel.world.addPackage({
      id: 1,
      name: 'Small',
      resources: { memory: 1024, storage: 20, traffic: 1000, cpuCores: 1 },
      tokenValue: 36_500,
    });
    panel.world.addGroup({ id: 1, name: 'Default' });
    panel.world.addHypervisor({ id: 6, groupId: 1, name: 'node-1' });
    panel.world.addServer({ id: 5, ownerId: chidi.id, packageId: 1, selfService: 1 });
    await ctx.db.execute(sql`
      INSERT INTO servers (id, uuid, name, customer_id, hypervisor_id, commission_status, suspended, self_service,
        panel_created_at, panel_updated_at)
      VALUES (5, '00000000-0000-4000-8000-000000000005', 'native', ${chidi.id}, 6, 3, false, 1, now(), now())`);
    // Its first hour has begun by the time anything is posted: 50 tokens.
    world.clock.advance(60_000);
  });

  async function lose(kind: 'drop-after' | 'drop-before', amount: string): Promise<string[]> {
    fail(kind);
    await world.charge(chidi.id, amount);
    await world.carry();
    await world.send();
    // The next hour begins: 50 tokens more.
    world.clock.advance(3_600_000);
    await world.send();
    return world.intents(chidi.id);
  }

  test('a lost reply is told from its figures', async () => {
    expect(await lose('drop-after', '1.00')).toEqual(['resolved arrived -100']);
    await world.carry();
    expect(await lose('drop-before', '0.30')).toEqual(['resolved arrived -100', 'resolved not_arrived -30']);
  });

  test.each(['drop-after', 'drop-before'] as const)(
    'a lost reply (%s) of just as much as it cost goes before an admin',
    async (kind) => {
      const expected = kind === 'drop-after' ? 'resolved arrived -50' : 'unclear -50';
      expect(await lose(kind, '0.50')).toEqual([expected]);
    },
  );
});

describe('a process that is killed', () => {
  test('between intent and answer: another tells what became of it, and sends nothing twice', async () => {
    await world.charge(ada.id, '1.00');
    await world.carry();
    const { client } = await world.ctx.panel();
    if (!client) throw new Error('the panel has a client');
    let die: (error: Error) => void = () => {};
    const killed = new Promise<never>((_, reject) => {
      die = reject;
    });
    // Dies with the answer in its hands: the rows are as a killed process leaves them.
    const dying = {
      ...world.ctx,
      panel: async () => ({
        source: 'settings' as const,
        url: null,
        client: {
          ...client,
          postCredit: async (credit: Parameters<typeof client.postCredit>[0]) => {
            await client.postCredit(credit);
            return killed;
          },
        },
      }),
    };
    const death = sendCredit(dying, { intentId: 1 }).catch(() => 'dead');
    await expect.poll(postings).toHaveLength(1);
    // Its lock is alive as long as it is: nobody meddles.
    world.settle();
    await world.send();
    expect(await world.intents(ada.id)).toEqual(['sent -100']);
    await world.ctx.db.execute(sql`
      SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = 7103 AND objid = ${ada.id}
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
    await world.send();
    expect(await world.intents(ada.id)).toEqual(['resolved arrived -100']);
    expect(postings()).toHaveLength(1);
    await expectSettled(ada.id, { balance: '900.0000' });
    die(new Error('killed'));
    await death;
  });
});

describe('a refusal', () => {
  test.each(['unauthorized', 'forbidden', 'not-found-bare', 'invalid', 'locked'] as const)(
    '(%s) moved nothing: it is sent again later',
    async (kind) => {
      fail(kind);
      await world.charge(ada.id, '1.00');
      await world.carry();
      expect(await world.send()).toHaveLength(1);
      expect(await world.intents(ada.id)).toEqual(['intended -100']);
      await world.send();
      expect(await world.intents(ada.id)).toEqual(['confirmed arrived -100']);
      expect(postings()).toHaveLength(1);
    },
  );
});

test('while the ledger here is the wallet nothing is carried', async () => {
  await world.ctx.db.execute(sql`UPDATE settings SET value = 'own' WHERE key = 'wallet_mode'`);
  await world.charge(ada.id, '1.00');
  await world.carry();
  expect(await world.intents(ada.id)).toEqual([]);
  expect(world.panel.calls.total).toBe(0);
});

test('without a currency of ours in VirtFusion nothing is carried, and an admin is told', async () => {
  await world.ctx.db.execute(
    sql`INSERT INTO settings (key, value) VALUES ('server_hourly_billing_currency', 'EUR')`,
  );
  await world.charge(ada.id, '1.00');
  await world.carry();
  expect(await world.intents(ada.id)).toEqual([]);
  const { rows } = await world.ctx.db.execute(sql`SELECT kind, subject FROM alerts`);
  expect(rows).toEqual([{ kind: 'credit_unpriced', subject: 'virtfusion' }]);
});
