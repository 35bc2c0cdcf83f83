import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, micros, rowId } from './columns.ts';

export type AccountKind = 'wallet' | 'revenue' | 'adjustments' | 'clearing' | 'virtfusion';
export type TransactionKind =
  | 'hourly'
  | 'adjustment'
  | 'reversal'
  | 'correction'
  | 'topup'
  | 'refund'
  | 'dispute'
  | 'credit';

/** A place money can be. The balance moves only in the statement that inserts the transaction. */
export const accounts = pgTable(
  'accounts',
  {
    id: rowId(),
    code: text().notNull(),
    kind: text().$type<AccountKind>().notNull(),
    customerId: integer(),
    balanceMicros: micros().notNull().default(sql`0`),
    version: bigint({ mode: 'number' }).notNull().default(0),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('accounts_code').on(table.code),
    uniqueIndex('accounts_customer').on(table.customerId).where(sql`${table.customerId} is not null`),
    // No index on the balance: every run moves every balance, and one would cost it as much as all the others.
  ],
);

/** One movement: from an account, to an account, a positive amount. Append-only by trigger. */
export const transactions = pgTable(
  'transactions',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    fromAccountId: integer().notNull(),
    toAccountId: integer().notNull(),
    amountMicros: micros().notNull(),
    kind: text().$type<TransactionKind>().notNull(),
    reason: text().notNull(),
    idempotencyKey: text().notNull(),
    /** Who or what caused it: 'run:12', 'admin:3'. */
    cause: text().notNull(),
    runId: integer(),
    reversesId: bigint({ mode: 'number' }),
    /** The wallet this movement touches, its balance and its version after it. */
    walletAccountId: integer().notNull(),
    walletBalanceMicros: micros().notNull(),
    walletVersion: bigint({ mode: 'number' }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('transactions_key').on(table.idempotencyKey),
    uniqueIndex('transactions_wallet').on(table.walletAccountId, table.walletVersion),
    uniqueIndex('transactions_reverses').on(table.reversesId).where(sql`${table.reversesId} is not null`),
    index('transactions_run').on(table.runId, table.walletAccountId).where(sql`${table.runId} is not null`),
    index('transactions_created').on(table.createdAt, table.id),
    // What is done by hand is little among hours, and what carries them to VirtFusion: its list must not read them.
    index('transactions_not_hourly').on(table.id).where(sql`${table.kind} not in ('hourly', 'credit')`),
    // So are those of one wallet: its statement of a month must not read its hours either.
    index('transactions_wallet_not_hourly')
      .on(table.walletAccountId, table.createdAt)
      .where(sql`${table.kind} not in ('hourly', 'credit')`),
    // What was carried to VirtFusion: a statement of a month tells its sum.
    index('transactions_wallet_credit')
      .on(table.walletAccountId, table.createdAt)
      .where(sql`${table.kind} = 'credit'`),
    check('moves_something', sql`${table.amountMicros} > 0`),
    check('moves_somewhere', sql`${table.fromAccountId} <> ${table.toAccountId}`),
  ],
);
