import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withTransaction } from '../../db/transaction.ts';
import { people } from '../../testing/people.ts';
import { type CreditWorld, creditWorld } from '../credit/testing/credit-world.ts';
import { latestProof } from './latest-proof.ts';
import { type BooksProof, proveBooks } from './prove-books.ts';

const { ada, bram } = people;

let world: CreditWorld;
beforeEach(async () => {
  world = await creditWorld();
  for (const { id } of [ada, bram]) await world.charge(id, '1.234567');
  await world.carry();
  await world.send();
  world.clock.advance(60_000);
});
afterEach(() => world?.close());

const prove = () => proveBooks(world.ctx, { fresh: true });
const found = ({ checks }: BooksProof) =>
  checks.flatMap(({ check, differences }) =>
    differences.map(({ subject, expected, found }) => [check, subject, expected, found].join(' | ')),
  );

/** Past the triggers, as somebody with the keys to the database might. */
async function tamper(statement: ReturnType<typeof sql>): Promise<void> {
  await withTransaction(world.ctx, async (tx) => {
    await tx.db.execute(sql`SET LOCAL session_replication_role = replica`);
    await tx.db.execute(statement);
  });
}

async function openAlerts(): Promise<unknown[]> {
  const { rows } = await world.ctx.db.execute(
    sql`SELECT kind, subject FROM alerts WHERE resolved_at IS NULL AND kind = 'books_differ'`,
  );
  return rows;
}

describe('the books', () => {
  test('agree, and that is kept for the dashboard', async () => {
    expect(await latestProof(world.ctx)).toMatchObject({ proof: null, lastAgreedAt: null });
    const proof = await prove();
    expect(proof.outcome).toBe('agrees');
    expect(found(proof)).toEqual([]);
    expect(await latestProof(world.ctx)).toMatchObject({
      lastAgreedAt: world.clock.now(),
      proof: {
        outcome: 'agrees',
        provedBy: 'system:test',
        checks: [
          { check: 'ledger', outcome: 'agrees', problem: null },
          { check: 'credit', outcome: 'agrees', checked: 2, problem: null },
        ],
      },
    });
    expect(await openAlerts()).toEqual([]);
  });

  test('that differ raise an alert, which ends when they agree again', async () => {
    const shift = (by: number) =>
      tamper(sql`UPDATE accounts SET balance_micros = balance_micros + ${by}::int WHERE code = 'wallet:11'`);
    await shift(1);
    expect((await prove()).outcome).toBe('differs');
    expect(await openAlerts()).toEqual([{ kind: 'books_differ', subject: 'proof' }]);
    await shift(-1);
    expect((await prove()).outcome).toBe('agrees');
    expect(await openAlerts()).toEqual([]);
  });
});

describe('what was planted is found', () => {
  test.each([
    [
      'a wallet is given money by hand',
      sql`UPDATE accounts SET balance_micros = balance_micros + 1 WHERE code = 'wallet:11'`,
      /^ledger \| balance: wallet:11 /,
    ],
    [
      'a posting that arrived is made smaller',
      sql`UPDATE credit_intents SET amount_micros = amount_micros - 1 WHERE customer_id = ${ada.id}`,
      /^credit \| credit posting 1 \| 1234566 micros of customer 11 carried \| 1234567 micros of customer 11 in transaction/,
    ],
    [
      'a posting that arrived is said not to have',
      sql`UPDATE credit_intents SET outcome = 'not_arrived' WHERE customer_id = ${ada.id}`,
      /^credit \| transaction \d+ \| a credit posting that arrived \| 1234567 micros of customer 11/,
    ],
    [
      'tokens are not worth what was owed',
      sql`UPDATE credit_intents SET tokens = tokens + 1 WHERE customer_id = ${ada.id}`,
      /^credit \| credit posting 1 \| 10000 micros left, 1234567 carried \| 0 micros left/,
    ],
    [
      'a remainder is lost',
      sql`UPDATE credit_wallets SET remainder = 0.5 WHERE customer_id = ${ada.id}`,
      /^credit \| credit of customer 11 \| 0 micros left \| 0.5/,
    ],
  ] as const)('%s', async (_name, statement, difference) => {
    await tamper(statement);
    const proof = await prove();
    expect(proof.outcome).toBe('differs');
    expect(found(proof)).toContainEqual(expect.stringMatching(difference));
  });

  test('credit is taken in VirtFusion without us, and is told once', async () => {
    await prove();
    world.panel.world.credits.post(ada.id, -10, { at: world.panel.world.now() });
    world.clock.advance(60_000);
    expect(found(await prove())).toEqual([
      'credit | VirtFusion credit of customer 11, from 2026-11-01 12:01 to 2026-11-01 12:02 | 876.5433 tokens | 866.5433 tokens',
    ]);
    world.clock.advance(60_000);
    expect(found(await prove())).toEqual([]);
  });

  test('an entry of ours is cancelled in VirtFusion', async () => {
    const entry = world.panel.world.credits.entries.find(({ reference_1 }) => reference_1 === '1');
    if (!entry) throw new Error('posting 1 is in the book');
    world.panel.world.credits.cancel(entry, world.panel.world.now());
    expect(found(await prove())).toEqual([
      expect.stringMatching(/customer 11, .* \| 876.5433 tokens \| 1000 tokens$/),
    ]);
  });

  test('credit that rises is none where another system adds some, and credit that falls still is', async () => {
    await world.ctx.db.execute(
      sql`INSERT INTO settings (key, value) VALUES ('wallet_others_add_credit', 'true')`,
    );
    world.panel.world.credits.post(ada.id, 500, { at: world.panel.world.now() });
    world.panel.world.credits.post(bram.id, -1, { at: world.panel.world.now() });
    expect(found(await prove())).toEqual([expect.stringMatching(/customer 12, /)]);
  });

  test('a posting that is unclear', async () => {
    world.panel.faults.add({ kind: 'drop-after', route: 'POST /selfService/credit/*', times: 1 });
    await world.charge(ada.id, '1.00');
    await world.carry();
    await world.send();
    world.panel.world.credits.post(ada.id, 50, { at: world.panel.world.now() });
    world.settle();
    await world.send();
    expect(found(await prove())).toEqual([
      'credit | credit posting 3 of customer 11 | arrived, or not | unclear',
    ]);
  });
});

test('what cannot be read is not proved, and is not said to differ', async () => {
  world.panel.faults.add({ kind: 'error', route: 'GET /selfService/hourlyStats/*' });
  const { outcome, checks } = await prove();
  expect(outcome).toBe('unproved');
  expect(checks.map(({ problem }) => problem)).toEqual([
    null,
    expect.stringMatching(/^VirtFusion's balances could not be read: /),
  ]);
  expect(await openAlerts()).toEqual([]);
});
