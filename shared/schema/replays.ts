import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { createdAt, instant, micros, rowId } from './columns.ts';

export type ReplayStatus = 'computing' | 'proposed' | 'posting' | 'posted' | 'cancelled';
export type ReplayScope = 'all' | 'package' | 'customer' | 'server';
export type ReplayChange = 'price' | 'waive' | 'package' | 'gaps';

/**
 * A stretch of hours worked out anew with one thing put right. Posted, it is what the books say of these hours for
 * these servers; the rates, the evidence and the charges stay as they were. Frozen by trigger once posted.
 */
export const replays = pgTable(
  'replays',
  {
    id: rowId(),
    idempotencyKey: text().notNull(),
    fromHour: instant().notNull(),
    untilHour: instant().notNull(),
    scope: text().$type<ReplayScope>().notNull(),
    /** The package, customer or server; null for all. */
    scopeId: integer(),
    change: text().$type<ReplayChange>().notNull(),
    /** `price`: whose price, null for whichever was in force. `package`: the one the server had. */
    packageId: integer(),
    monthlyPriceMicros: micros(),
    gapPolicy: text().$type<'bill' | 'free'>(),
    reason: text().notNull(),
    status: text().$type<ReplayStatus>().notNull().default('computing'),
    createdBy: text().notNull(),
    createdByName: text().notNull(),
    createdAt: createdAt(),
    /** All servers up to this number are looked at. */
    lookedThrough: integer().notNull().default(0),
    serversLooked: integer().notNull().default(0),
    serversToLook: integer().notNull().default(0),
    /** Replays posted when it was worked out: with more of them since, its differences are of yesterday's books. */
    postedBefore: integer().notNull().default(0),
    computedAt: instant(),
    decidedBy: text(),
    decidedByName: text(),
    decidedAt: instant(),
    /** What whoever approved or cancelled it said; null when it needed no second person. */
    decisionReason: text(),
    /** Replays are posted one after the other: each is worked out on the books the ones before left. */
    postingOrder: integer(),
    /** Transactions of the database committed so far; part of the idempotency keys of the ledger. */
    steps: integer().notNull().default(0),
    postedAt: instant(),
    /** Set by the roll-ups in the transaction that added its corrections to them. */
    rolledUpAt: instant(),
    servers: integer().notNull().default(0),
    customers: integer().notNull().default(0),
    hours: integer().notNull().default(0),
    problems: integer().notNull().default(0),
    upMicros: micros().notNull().default(sql`0`),
    downMicros: micros().notNull().default(sql`0`),
  },
  (table) => [
    uniqueIndex('replays_key').on(table.idempotencyKey),
    uniqueIndex('replays_one_posting').on(sql`(true)`).where(sql`${table.status} = 'posting'`),
    uniqueIndex('replays_posting_order').on(table.postingOrder).where(sql`${table.postingOrder} is not null`),
    check('replay_forward', sql`${table.fromHour} < ${table.untilHour}`),
    check('replay_scope_named', sql`(${table.scope} = 'all') = (${table.scopeId} is null)`),
  ],
);

/** What a replay changes for one server: proposed first, then as it was posted. */
export const replayServers = pgTable(
  'replay_servers',
  {
    replayId: integer().notNull(),
    serverId: integer().notNull(),
    /** Who has the server; its hours may have been others'. */
    customerId: integer().notNull(),
    /** Hours that cost something else. */
    hours: integer().notNull(),
    firstHour: instant(),
    /** What those hours cost before and cost now. */
    beforeMicros: micros().notNull(),
    differenceMicros: micros().notNull(),
    /** The hours the change holds for, as half-open stretches of epoch seconds. */
    periods: jsonb().$type<[number, number][]>().notNull(),
    /** Why it cannot be corrected; then nothing is posted for it. */
    problem: text(),
    postedAt: instant(),
    /** How far it was billed when this was posted: later charges count on from the corrected month. */
    billedUntil: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.replayId, table.serverId] }),
    index('replay_servers_size').on(table.replayId, sql`(-abs(${table.differenceMicros}))`, table.serverId),
    index('replay_servers_customer').on(table.replayId, table.customerId, table.serverId),
    index('replay_servers_posted').on(table.serverId).where(sql`${table.postedAt} is not null`),
  ],
);

/** One signed difference of one charged hour of one server. Append-only by trigger: an hour costs its charge and these. */
export const chargeCorrections = pgTable(
  'charge_corrections',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    replayId: integer().notNull(),
    hour: instant().notNull(),
    serverId: integer().notNull(),
    customerId: integer().notNull(),
    /** What the hour is priced by since. */
    packageId: integer(),
    rateId: integer().notNull(),
    termsId: integer().notNull(),
    /** Signed differences, in the units of the charge. */
    seconds: integer().notNull(),
    weighted: integer().notNull(),
    capped: integer().notNull(),
    amountMicros: micros().notNull(),
    /** Null when the customer's differences in this step come to nothing: there is no movement of nothing. */
    transactionId: bigint({ mode: 'number' }),
  },
  (table) => [
    uniqueIndex('charge_corrections_once').on(table.serverId, table.hour, table.replayId),
    index('charge_corrections_replay').on(table.replayId, table.id),
    index('charge_corrections_transaction')
      .on(table.transactionId)
      .where(sql`${table.transactionId} is not null`),
  ],
);
