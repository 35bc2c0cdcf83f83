import { sql } from 'drizzle-orm';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';
import type { Database, Transaction } from './client.ts';
import { sqlState, withTransaction } from './transaction.ts';

let database: TestDatabase;
let ctx: { db: Database | Transaction; inTransaction: boolean; name: string };

beforeAll(async () => {
  database = await testDatabase();
  await database.pool.query('CREATE TABLE purses (name text PRIMARY KEY, coins int NOT NULL)');
});
beforeEach(async () => {
  await database.pool.query(`TRUNCATE purses; INSERT INTO purses VALUES ('ada', 10), ('bram', 10)`);
  ctx = { db: database.db, inTransaction: false, name: 'kept' };
});
afterAll(() => database.close());

const give = (db: Database | Transaction, name: string, coins: number) =>
  db.execute(sql`UPDATE purses SET coins = coins + ${coins} WHERE name = ${name}`);

async function coins() {
  const { rows } = await database.pool.query('SELECT name, coins FROM purses ORDER BY name');
  return Object.fromEntries(rows.map((row) => [row.name, row.coins]));
}

function failure(code: string) {
  return Object.assign(new Error('Failed query'), {
    cause: Object.assign(new Error('from the server'), { code }),
  });
}

test('work that resolves is kept, and its value handed on', async () => {
  const value = await withTransaction(ctx, async (tx) => {
    await give(tx.db, 'ada', 1);
    return `${tx.name} ${tx.inTransaction}`;
  });
  expect(value).toBe('kept true');
  expect(await coins()).toEqual({ ada: 11, bram: 10 });
});

test('work that throws leaves nothing, and its own error comes out', async () => {
  const failing = withTransaction(ctx, async (tx) => {
    await give(tx.db, 'ada', 1);
    throw new Error('no coins today');
  });
  await expect(failing).rejects.toThrow('no coins today');
  expect(await coins()).toEqual({ ada: 10, bram: 10 });
});

test('work inside work joins it: the outer failure undoes the inner work', async () => {
  const failing = withTransaction(ctx, async (outer) => {
    await withTransaction(outer, async (inner) => {
      expect(inner).toBe(outer);
      await give(inner.db, 'ada', 1);
    });
    throw new Error('outer');
  });
  await expect(failing).rejects.toThrow('outer');
  expect(await coins()).toEqual({ ada: 10, bram: 10 });
});

test.each(['40001', '40P01'])(
  '%s repeats all of the work, up to three times, keeping only the last',
  async (code) => {
    let tries = 0;
    await withTransaction(ctx, async (tx) => {
      tries += 1;
      await give(tx.db, 'ada', 1);
      if (tries < 4) throw failure(code);
    });
    expect(tries).toBe(4);
    expect(await coins()).toEqual({ ada: 11, bram: 10 });
  },
);

test('a fourth failure comes out', async () => {
  let tries = 0;
  const failing = withTransaction(ctx, async () => {
    tries += 1;
    throw failure('40001');
  });
  await expect(failing).rejects.toMatchObject({ cause: { code: '40001' } });
  expect(tries).toBe(4);
});

test('any other failure is not repeated', async () => {
  let tries = 0;
  const failing = withTransaction(ctx, async (tx) => {
    tries += 1;
    await tx.db.execute(sql`INSERT INTO purses VALUES ('ada', 1)`);
  });
  const error: unknown = await failing.catch((caught: unknown) => caught);
  expect(sqlState(error)).toBe('23505');
  expect(tries).toBe(1);
});

test('joined work is never repeated on its own: half a transaction cannot be', async () => {
  let inner = 0;
  let outer = 0;
  await withTransaction(ctx, async (tx) => {
    outer += 1;
    await withTransaction(tx, async () => {
      inner += 1;
      if (outer === 1) throw failure('40P01');
    });
  });
  expect([outer, inner]).toEqual([2, 2]);
});

test('two that deadlock both come through', async () => {
  let waiting = 0;
  let open = () => {};
  const bothHoldOne = new Promise<void>((resolve) => {
    open = resolve;
  });
  const move = (from: string, to: string) =>
    withTransaction(ctx, async (tx) => {
      await give(tx.db, from, -3);
      waiting += 1;
      if (waiting === 2) open();
      await bothHoldOne;
      await give(tx.db, to, 3);
    });
  await Promise.all([move('ada', 'bram'), move('bram', 'ada')]);
  expect(waiting).toBe(3);
  expect(await coins()).toEqual({ ada: 10, bram: 10 });
});

test.each([
  [failure('23505'), '23505'],
  [Object.assign(new Error('direct'), { code: '40001' }), '40001'],
  [Object.assign(new Error('system'), { code: 'ECONNREFUSED' }), undefined],
  [new Error('plain'), undefined],
  ['text', undefined],
])('the SQL state of case %# is found or absent', (error, state) => {
  expect(sqlState(error)).toBe(state);
});

describe('connections that break', () => {
  /** Makes every connection taken from now on fail at statements like `broken`. */
  function breakStatements(pool: TestDatabase['pool'], broken: RegExp): () => void {
    const spoil = (client: pg.PoolClient) => {
      const query = client.query.bind(client) as (...given: unknown[]) => unknown;
      const refuse = (...given: unknown[]) =>
        broken.test(JSON.stringify(given[0]))
          ? Promise.reject(new Error('connection lost'))
          : query(...given);
      Object.assign(client, { query: refuse });
    };
    pool.on('acquire', spoil);
    return () => pool.off('acquire', spoil);
  }

  test.each`
    broken        | words
    ${/begin/}    | ${'connection lost'}
    ${/commit/}   | ${'connection lost'}
    ${/rollback/} | ${'no coins today'}
  `(
    'thirty that break at $broken cost a pool of two nothing, and the true error comes out',
    async ({ broken, words }) => {
      const small = await testDatabase({ maxConnections: 2 });
      const mend = breakStatements(small.pool, broken);
      for (let number = 0; number < 30; number++) {
        const failing = withTransaction({ db: small.db, inTransaction: false }, async () => {
          if (String(broken) === '/rollback/') throw new Error('no coins today');
        });
        await expect(failing).rejects.toSatisfy((error: Error) => `${error} ${error.cause}`.includes(words));
      }
      mend();
      expect(await withTransaction({ db: small.db, inTransaction: false }, async () => 'well')).toBe('well');
      expect(small.pool.idleCount).toBe(small.pool.totalCount);
      await small.close();
    },
  );
});
