import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onOwnConnection } from '../../db/databases.ts';
import { grantAppRole, userOf } from '../../db/grant-app-role.ts';
import { migrate } from '../../db/migrate.ts';
import { sqlState } from '../../db/transaction.ts';
import { silentLog } from '../../log.ts';
import { sealAudit } from '../../services/audit/seal-audit.ts';
import { verifyAudit } from '../../services/audit/verify-audit.ts';
import { emptyMonth } from '../../services/history/empty-month.ts';
import { historyMonth } from '../../services/history/history-month.ts';
import { keepHistory } from '../../services/history/keep-history.ts';
import { packMonth } from '../../services/history/pack-month.ts';
import { aBilledMonth, keepTwoMonths, MONTH } from '../../services/history/testing/billed-month.ts';
import { proveBooks } from '../../services/proof/prove-books.ts';
import { reconcileLedger } from '../../services/reconcile/reconcile-ledger.ts';
import { adjustWallet } from '../../services/wallets/adjust-wallet.ts';
import { actorOf } from '../people.ts';
import { type TestContext, testContext } from '../test-context.ts';

/** A month is billed, corrected, proved, packed and emptied by somebody who owns no table. */
let world: TestContext;
beforeAll(async () => {
  world = await testContext({ at: MONTH, actor: actorOf('olive', 3), appRole: true });
  await aBilledMonth(world);
  await adjustWallet(world.ctx, {
    id: 1,
    direction: 'credit',
    amount: 5_000_000n,
    reason: 'a bank transfer',
    idempotencyKey: 'the-first-credit',
  });
  await sealAudit(world.ctx);
}, 60_000);
afterAll(() => world?.close());

/** What the database said to a statement of the application's role: a state, and whether it was the rights that refused. */
async function refusal(statement: string): Promise<string> {
  const failure = await world.ctx.db.execute(sql.raw(statement)).then(
    () => null,
    (error: unknown) => error,
  );
  if (failure === null) return 'done';
  const { message } = (failure as Error).cause as Error;
  return `${sqlState(failure)} ${/permission denied|must be owner/.exec(message)?.[0] ?? message}`;
}

test('what a run, a person and the proof write is written', async () => {
  expect((await reconcileLedger(world.ctx)).differences).toEqual([]);
  expect((await verifyAudit(world.ctx)).differences).toEqual([]);
  expect((await proveBooks(world.ctx)).checks.map(({ check, outcome }) => [check, outcome])).toEqual([
    ['ledger', 'agrees'],
    ['paypal', 'agrees'],
    ['credit', 'agrees'],
    ['audit', 'agrees'],
  ]);
});

test('jobs are asked for and seen, though graphile-worker hides its rows from all but their owner', async () => {
  const { rows } = await world.ctx.db.execute(
    sql`SELECT count(*)::int AS jobs FROM graphile_worker.jobs WHERE task_identifier = 'roll_up'`,
  );
  expect(rows).toEqual([{ jobs: 1 }]);
});

describe('charges, transactions, the audit and every other table that only grows', () => {
  /** By their triggers, and the months of charges beside them. */
  const growing = async () => {
    const { rows } = await world.ctx.db.execute<{ name: string }>(sql`
      SELECT tgrelid::regclass::text AS name FROM pg_trigger
      WHERE tgfoid = 'refuse_change()'::regprocedure AND tgtype & 24 = 24 AND NOT tgrelid = ANY(
        SELECT inhrelid FROM pg_inherits) GROUP BY 1 ORDER BY 1`);
    return rows.map(({ name }) => name);
  };

  test('are these', async () => {
    expect(await growing()).toEqual([
      'audit_log',
      'audit_seals',
      'charge_corrections',
      'dunning_steps',
      'hourly_charges',
      'kept_charges',
      'packed_charges',
      'panel_acts',
      'rates',
      'server_exemption_ends',
      'server_exemptions',
      'top_up_movements',
      'transactions',
    ]);
  });

  test('are not updated, deleted or truncated: it is the rights that refuse, before any trigger', async () => {
    for (const name of await growing()) {
      const { rows } = await world.ctx.db.execute<{ column: string }>(
        sql`SELECT attname AS column FROM pg_attribute WHERE attrelid = ${name}::regclass AND attnum > 0
          AND attidentity = '' AND NOT attisdropped ORDER BY attnum LIMIT 1`,
      );
      const column = rows[0]?.column ?? '';
      for (const statement of [
        `UPDATE ${name} SET ${column} = ${column}`,
        `DELETE FROM ${name}`,
        `TRUNCATE ${name}`,
        `ALTER TABLE ${name} DISABLE TRIGGER USER`,
        `DROP TABLE ${name}`,
      ])
        expect([statement, await refusal(statement)]).toEqual([
          statement,
          expect.stringMatching(/^42501 (permission denied|must be owner)$/),
        ]);
    }
  });

  test('and the partition of a month is not even read past its table', async () => {
    for (const statement of [
      'SELECT * FROM hourly_charges_2026_12',
      'INSERT INTO hourly_charges_2026_12 SELECT * FROM hourly_charges',
      'UPDATE hourly_charges_2026_12 SET seconds = 0',
      'DELETE FROM hourly_charges_2026_12',
      'TRUNCATE hourly_charges_2026_12',
      'ALTER TABLE hourly_charges DETACH PARTITION hourly_charges_2026_12',
      'DROP TABLE hourly_charges_2026_12',
    ])
      expect([statement, await refusal(statement)]).toEqual([
        statement,
        expect.stringMatching(/^42501 (permission denied|must be owner)$/),
      ]);
  });
});

test.each([
  'CREATE TABLE mine (id integer)',
  'CREATE TABLE graphile_worker.mine (id integer)',
  'CREATE SCHEMA mine',
  'CREATE FUNCTION mine() RETURNS void LANGUAGE sql AS $$ SELECT $$',
  'CREATE EXTENSION dblink',
  'ALTER TABLE accounts ADD COLUMN mine integer',
  'DROP TRIGGER transactions_append_only ON transactions',
  'CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$',
  'DROP INDEX transactions_key',
  'CREATE DATABASE mine',
  'CREATE ROLE mine SUPERUSER',
  'DELETE FROM drizzle.__drizzle_migrations',
  'SET session_replication_role = replica',
])('no DDL: %s', async (statement) => {
  expect(await refusal(statement)).toMatch(/^42501 /);
});

test('a month that is not packed is not emptied by the function that may', async () => {
  expect(await refusal(`SELECT empty_charge_month('2026-12-01')`)).toBe(
    '42501 The month from 2026-12-01 00:00:00+00 is not packed: its charges stay',
  );
});

test('a month is packed and emptied, and its partition made, through what its owner lent', async () => {
  const month = historyMonth(MONTH);
  await keepTwoMonths(world.ctx);
  await packMonth(world.ctx, { month });
  await emptyMonth(world.ctx, month);
  expect((await reconcileLedger(world.ctx)).differences).toEqual([]);
  await keepHistory(world.ctx);
  expect(await refusal(`SELECT ensure_charge_partitions('2031-01-01', '2031-01-01')`)).toBe('done');
});

test('a start finds the database up to date, and one that is not says whom it wants', async () => {
  const { url } = world.database;
  await migrate({ url, log: silentLog });
  await onOwnConnection(world.database.ownerUrl, (client) =>
    client.query(
      'DELETE FROM drizzle.__drizzle_migrations WHERE id = (SELECT max(id) FROM drizzle.__drizzle_migrations)',
    ),
  );
  await expect(migrate({ url, log: silentLog })).rejects.toThrow(/Set DATABASE_OWNER_URL to the owner/);
});

test('grants are given once, and never to the owner', async () => {
  const { ownerUrl, url } = world.database;
  const said: unknown[] = [];
  const log = { ...silentLog, info: (_: string, facts?: object) => void said.push(facts) };
  await grantAppRole({ ownerUrl, role: userOf(url), log });
  expect(said).toEqual([{ role: userOf(url), changed: 0 }]);
  await expect(grantAppRole({ ownerUrl, role: userOf(ownerUrl), log })).rejects.toThrow(/owns the tables/);
  await expect(grantAppRole({ ownerUrl, role: 'nobody_there', log })).rejects.toThrow(
    /There is no role nobody_there/,
  );
});
