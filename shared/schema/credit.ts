import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  integer,
  numeric,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/pg-core';
import { createdAt, instant, micros } from './columns.ts';

export type CreditState = 'intended' | 'sent' | 'confirmed' | 'unclear' | 'resolved';
export type CreditOutcome = 'arrived' | 'not_arrived' | 'withdrawn';

/** Tokens to the last decimal that VirtFusion's API takes; as text in code. */
const tokens = () => numeric({ precision: 30, scale: 10 });
/** Micros and their fractions down to 10⁻¹⁴; as text in code. */
const exactMicros = () => numeric({ precision: 38, scale: 14 });

/**
 * A posting of VirtFusion credit, written before it is sent. A customer has at most one that is open: the database says
 * so, and that is what keeps a second one from being sent. What is to be sent never changes, and a closed one neither: by
 * trigger. Its number is VirtFusion's `reference_1`.
 */
export const creditIntents = pgTable(
  'credit_intents',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    customerId: integer().notNull(),
    externalId: bigint({ mode: 'number' }).notNull(),
    currency: varchar({ length: 3 }).notNull(),
    /** What a token was worth in that currency when it was decided, and the decimals tokens had. */
    tokenPrice: numeric({ precision: 20, scale: 10 }).notNull(),
    tokenDecimals: integer().notNull(),
    /** What the wallet was short of; below nothing: what it held. */
    owedMicros: micros().notNull(),
    /** What the wallet gains when it arrives. */
    amountMicros: micros().notNull(),
    /** What is posted; below nothing it takes from the credit. */
    tokens: tokens().notNull(),
    remainderBefore: exactMicros().notNull(),
    remainderAfter: exactMicros().notNull(),
    reference2: text().notNull(),
    state: text().$type<CreditState>().notNull().default('intended'),
    /** How it ended; null while it is open. */
    outcome: text().$type<CreditOutcome>(),
    /** What VirtFusion said right before it was sent; `native` is the month's own billing, in tokens. */
    balanceBefore: tokens(),
    nativeBefore: tokens(),
    monthBefore: text(),
    sentAt: instant(),
    /** When its reply was lost; null while it was not. */
    lostAt: instant(),
    /** What VirtFusion said afterwards, once the reply was lost. */
    balanceAfter: tokens(),
    nativeAfter: tokens(),
    monthAfter: text(),
    readAfterAt: instant(),
    /** VirtFusion's number of the entry; null where its reply never came. */
    creditId: bigint({ mode: 'number' }),
    transactionId: bigint({ mode: 'number' }),
    attempts: integer().notNull().default(0),
    lastError: text(),
    decidedBy: text(),
    decidedByName: text(),
    decisionReason: text(),
    createdAt: createdAt(),
    closedAt: instant(),
  },
  (table) => [
    uniqueIndex('credit_intents_one_open').on(table.customerId).where(sql`${table.closedAt} is null`),
    index('credit_intents_open').on(table.state, table.id).where(sql`${table.closedAt} is null`),
    // Few among those that VirtFusion confirmed: their list must not read them.
    index('credit_intents_resolved').on(table.id).where(sql`${table.state} = 'resolved'`),
    index('credit_intents_customer').on(table.customerId, table.id),
    check('credit_moves_something', sql`${table.tokens} <> 0 and ${table.amountMicros} <> 0`),
    check('credit_closed_has_outcome', sql`(${table.closedAt} is null) = (${table.outcome} is null)`),
  ],
);

/** A customer's credit in VirtFusion as it was last read, moved on by what arrived since; and what is not carried yet. */
export const creditWallets = pgTable('credit_wallets', {
  customerId: integer().primaryKey(),
  /** Micros that the last posting left behind, as they made no whole smallest unit of tokens. */
  remainder: exactMicros().notNull().default('0'),
  /** Null until it was read. */
  balanceTokens: tokens(),
  tokenPrice: numeric({ precision: 20, scale: 10 }),
  balanceAt: instant(),
  /** Why the last reading failed; null when it did not. */
  failure: text(),
  triedAt: instant(),
  /** Moves with every change of the balance: a reading that began before one says nothing about it. */
  version: integer().notNull().default(0),
});

/** Credit that moved between two readings though we did not post it. */
export const creditMovements = pgTable(
  'credit_movements',
  {
    customerId: integer().notNull(),
    seenAt: instant().notNull(),
    since: instant().notNull(),
    expectedTokens: tokens().notNull(),
    foundTokens: tokens().notNull(),
    /** 'native': the customer has servers that VirtFusion bills itself, and the credit fell. */
    cause: text().$type<'native' | 'others'>().notNull(),
    /** When a proof told of it; null while none has, or where it is none. */
    toldAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.customerId, table.seenAt] }),
    index('credit_movements_untold')
      .on(table.seenAt)
      .where(sql`${table.toldAt} is null and ${table.cause} = 'others'`),
  ],
);
