import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { settings } from '#shared/schema/index.ts';
import { capturingLog, silentLog } from '../log.ts';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';
import { createDatabase, createLibraryPool } from './client.ts';
import { sqlState } from './transaction.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const everyType = `SELECT
  9007199254740993::int8 AS big, ARRAY[9007199254740993, NULL]::int8[] AS bigs, 7::int4 AS small,
  0.1000000000000000055::numeric AS exact, ARRAY[0.1000000000000000055]::numeric[] AS exacts,
  '2026-03-01'::date AS day, ARRAY['2026-03-01']::date[] AS days,
  '2026-03-01T00:00:00Z'::timestamptz AS instant, '{"a": 1}'::jsonb AS json, NULL::int8 AS nothing`;

const asRead = {
  big: 9_007_199_254_740_993n,
  bigs: [9_007_199_254_740_993n, null],
  small: 7,
  exact: '0.1000000000000000055',
  exacts: ['0.1000000000000000055'],
  day: '2026-03-01',
  days: ['2026-03-01'],
  instant: new Date('2026-03-01T00:00:00Z'),
  json: { a: 1 },
  nothing: null,
};

describe('nothing is lost on the way in', () => {
  test('through the pool', async () => {
    expect((await database.pool.query(everyType)).rows).toEqual([asRead]);
  });

  test('through the pool, with parameters', async () => {
    const reply = await database.pool.query('SELECT $1::int8 AS big', [9_007_199_254_740_993n]);
    expect(reply.rows).toEqual([{ big: 9_007_199_254_740_993n }]);
  });

  test('through Drizzle’s raw statements', async () => {
    expect((await database.db.execute(sql.raw(everyType))).rows).toEqual([asRead]);
  });

  test('through Drizzle’s raw statements in a transaction', async () => {
    const rows = await database.db.transaction(async (tx) => (await tx.execute(sql.raw(everyType))).rows);
    expect(rows).toEqual([asRead]);
  });

  test('through Drizzle’s tables', async () => {
    const [row] = await database.db.insert(settings).values({ key: 'a_test', value: 'x' }).returning();
    expect(row?.updatedAt).toBeInstanceOf(Date);
  });

  test('a library’s pool has the driver’s usual types', async () => {
    const pool = createLibraryPool({
      url: database.url,
      log: silentLog,
      applicationName: 'library',
      maxConnections: 1,
    });
    expect((await pool.query('SELECT 5::int8 AS id')).rows).toEqual([{ id: '5' }]);
    await pool.end();
  });
});

describe('a session', () => {
  test.each([
    ['statement_timeout', '1min'],
    ['lock_timeout', '15s'],
    ['idle_in_transaction_session_timeout', '30s'],
    ['timezone', 'UTC'],
    ['application_name', 'test'],
  ])('has %s = %s', async (name, value) => {
    const { rows } = await database.pool.query(`SELECT current_setting($1) AS value`, [name]);
    expect(rows).toEqual([{ value }]);
  });

  test('that is cut off while idle is logged, replaced, and does not end the process', async () => {
    const log = capturingLog();
    const other = createDatabase({ url: database.url, log, applicationName: 'cut', maxConnections: 1 });
    await other.pool.query('SELECT 1');
    await database.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cut'`,
    );
    await expect.poll(() => log.lines.map((line) => line.message)).toContain('idle database connection lost');
    expect((await other.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await other.close();
  });

  test('a pool with no connection free refuses instead of waiting for ever', async () => {
    const narrow = createDatabase({
      url: database.url,
      log: silentLog,
      applicationName: 'narrow',
      maxConnections: 1,
    });
    const held = await narrow.pool.connect();
    await expect(narrow.pool.query('SELECT 1')).rejects.toThrow(/timeout/);
    held.release();
    await narrow.close();
  });

  test('a wrong password is an error with its SQL state', async () => {
    const url = database.url.replace(/:[^:@/]+@/, ':wrong@');
    const wrong = createDatabase({ url, log: silentLog, applicationName: 'wrong' });
    const error: unknown = await wrong.db.execute('SELECT 1').catch((caught: unknown) => caught);
    expect(sqlState(error)).toBe('28P01');
    await wrong.close();
  });
});
