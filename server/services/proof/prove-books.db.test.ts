import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { withTransaction } from '../../db/transaction.ts';
import { type CreditCustomer, type CreditWorld, creditWorld } from '../credit/testing/credit-world.ts';
import { latestProof } from './latest-proof.ts';
import { type BooksProof, proveBooks } from './prove-books.ts';

let world: CreditWorld;
let ada: CreditCustomer;
let bram: CreditCustomer;
beforeAll(async () => {
  world = await creditWorld();
});
beforeEach(async () => {
  [ada, bram] = [await world.customer(), await world.customer()];
  for (const customer of [ada, bram]) {
    await customer.charge('1.234567');
    await customer.carry();
    await customer.send();
  }
  world.clock.advance(60_000);
});
afterEach(() => world.panel.faults.clear());
afterAll(() => world?.close());

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

test('books that agree are said to, and that is kept for the dashboard', async () => {
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
        { check: 'paypal', outcome: 'agrees', checked: 0, problem: null },
        { check: 'credit', outcome: 'agrees', checked: 2, problem: null },
        { check: 'audit', outcome: 'agrees', problem: null },
      ],
    },
  });
  expect(await openAlerts()).toEqual([]);
});

describe('what was planted is found, raises an alert, and is over when it is put right:', () => {
  test.each<[string, string, string, RegExp]>([
    [
      'a wallet is given money by hand',
      'UPDATE accounts SET balance_micros = balance_micros + 1 WHERE customer_id = ADA',
      'UPDATE accounts SET balance_micros = balance_micros - 1 WHERE customer_id = ADA',
      /^ledger \| balance: wallet:\d+ /,
    ],
    [
      'a posting that arrived is made smaller',
      'UPDATE credit_intents SET amount_micros = amount_micros - 1 WHERE customer_id = ADA',
      'UPDATE credit_intents SET amount_micros = amount_micros + 1 WHERE customer_id = ADA',
      /^credit \| credit posting \d+ \| 1234566 micros of customer \d+ carried \| 1234567 micros of customer \d+ in transaction/,
    ],
    [
      'a posting that arrived is said not to have',
      "UPDATE credit_intents SET outcome = 'not_arrived' WHERE customer_id = ADA",
      "UPDATE credit_intents SET outcome = 'arrived' WHERE customer_id = ADA",
      /^credit \| transaction \d+ \| a credit posting that arrived \| 1234567 micros of customer/,
    ],
    [
      'tokens are not worth what was owed',
      'UPDATE credit_intents SET tokens = tokens + 1 WHERE customer_id = ADA',
      'UPDATE credit_intents SET tokens = tokens - 1 WHERE customer_id = ADA',
      /^credit \| credit posting \d+ \| 10000 micros left, 1234567 carried \| 0 micros left/,
    ],
    [
      'a remainder is lost',
      'UPDATE credit_wallets SET remainder = 0.5 WHERE customer_id = ADA',
      'UPDATE credit_wallets SET remainder = 0 WHERE customer_id = ADA',
      /^credit \| credit of customer \d+ \| 0 micros left \| 0.5/,
    ],
  ])('%s', async (_name, change, undo, difference) => {
    const apply = (statement: string) => tamper(sql.raw(statement.replace('ADA', String(ada.id))));
    await apply(change);
    const proof = await prove();
    expect(proof.outcome).toBe('differs');
    expect(found(proof)).toContainEqual(expect.stringMatching(difference));
    expect(await openAlerts()).toEqual([{ kind: 'books_differ', subject: 'proof' }]);
    await apply(undo);
    expect((await prove()).outcome).toBe('agrees');
    expect(await openAlerts()).toEqual([]);
  });
});

describe('what moved in VirtFusion without us is found:', () => {
  test('credit that is taken, told once', async () => {
    await prove();
    world.move(ada, -10);
    world.clock.advance(60_000);
    expect(found(await prove())).toEqual([
      expect.stringMatching(
        `^credit \\| VirtFusion credit of customer ${ada.id}, from .* \\| 876.5433 tokens \\| 866.5433 tokens$`,
      ),
    ]);
    expect(found(await prove())).toEqual([]);
  });

  test('an entry of ours that is cancelled', async () => {
    const [entry] = ada.entries();
    if (!entry) throw new Error('the posting is in the book');
    world.panel.world.credits.cancel(entry, world.panel.world.now());
    expect(found(await prove())).toEqual([
      expect.stringMatching(`customer ${ada.id}, .* \\| 876.5433 tokens \\| 1000 tokens$`),
    ]);
  });

  test('not credit that rises where another system adds some; credit that falls all the same', async () => {
    await world.save('wallet_others_add_credit', 'true');
    world.move(ada, 500);
    world.move(bram, -1);
    expect(found(await prove())).toEqual([expect.stringMatching(`customer ${bram.id}, `)]);
  });
});

test('what cannot be read is not proved, and is not said to differ', async () => {
  await prove();
  world.clock.advance(60_000);
  world.panel.faults.add({ kind: 'forbidden', route: 'GET /selfService/hourlyStats/*' });
  const { outcome, checks } = await prove();
  expect(outcome).toBe('unproved');
  expect(checks.map(({ problem }) => problem)).toEqual([
    null,
    null,
    expect.stringMatching(/^VirtFusion's balances could not be read: .* forbidden/),
    null,
  ]);
  expect(await openAlerts()).toEqual([]);
});

test('a posting that is unclear is found as that', async () => {
  world.panel.faults.add({ kind: 'drop-after', route: 'POST /selfService/credit/*', times: 1 });
  await ada.charge('1.00');
  await ada.carry();
  await ada.send();
  world.move(ada, 50);
  world.settle();
  await ada.send();
  expect(found(await prove())).toEqual([
    `credit | credit posting ${await ada.lastPostingId()} of customer ${ada.id} | arrived, or not | unclear`,
  ]);
});
