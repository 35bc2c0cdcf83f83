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
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';
import { createdAt, instant, micros, rowId } from './columns.ts';

/**
 * created: stored, and PayPal knows nothing of it · sent: PayPal has an order for it · approved: the buyer said yes ·
 * captured: paid, and in the wallet · refused: the buyer or PayPal said no · expired: never approved in time ·
 * unclear: a person has to look.
 */
export type TopUpStatus = 'created' | 'sent' | 'approved' | 'captured' | 'refused' | 'expired' | 'unclear';

/** Which PayPal an order belongs to: another one is never asked about it. */
export type PayPalMode = 'sandbox' | 'live' | 'emulated';

/** One wish to pay in, stored before PayPal hears of it. What a row thinks never outweighs what PayPal captured. */
export const topUps = pgTable(
  'top_ups',
  {
    id: rowId(),
    /** Names it to the buyer and to PayPal; nobody guesses it. */
    key: uuid().notNull().defaultRandom(),
    customerId: integer().notNull(),
    amountMicros: micros().notNull(),
    currency: varchar({ length: 3 }).notNull(),
    mode: text().$type<PayPalMode>().notNull(),
    status: text().$type<TopUpStatus>().notNull().default('created'),
    /** Of whoever asked for it: the same twice is one top-up. */
    idempotencyKey: text().notNull(),
    /** 'admin:3', 'customer:11'. */
    requestedBy: text().notNull(),
    orderId: text(),
    approveUrl: text(),
    captureId: text(),
    /** A sentence for the admin, while it is unclear or was refused. */
    problem: text(),
    /** What PayPal says it captured, where that is not what was asked for: decimal text and currency. */
    capturedText: text(),
    /** What refunds and disputes took out of the wallet again. */
    takenBackMicros: micros().notNull().default(sql`0`),
    /** Unpaid until then, it is over. */
    expiresAt: instant().notNull(),
    /** How often PayPal was asked about it in the background. */
    asks: integer().notNull().default(0),
    settledAt: instant(),
    settledBy: text(),
    settledReason: text(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [
    uniqueIndex('top_ups_key').on(table.key),
    uniqueIndex('top_ups_idempotency').on(table.customerId, table.idempotencyKey),
    uniqueIndex('top_ups_order').on(table.orderId).where(sql`${table.orderId} is not null`),
    uniqueIndex('top_ups_capture').on(table.captureId).where(sql`${table.captureId} is not null`),
    index('top_ups_customer').on(table.customerId, table.id),
    index('top_ups_status').on(table.status, table.id),
    check('top_up_of_something', sql`${table.amountMicros} > 0`),
    check('top_up_taken_back', sql`${table.takenBackMicros} between 0 and ${table.amountMicros}`),
    check(
      'top_up_captured_has_capture',
      sql`${table.status} <> 'captured' or ${table.captureId} is not null`,
    ),
  ],
);

/** The ledger transactions a top-up caused: the credit, and what refunds and disputes took or gave back. */
export const topUpMovements = pgTable(
  'top_up_movements',
  {
    transactionId: bigint({ mode: 'number' }).primaryKey(),
    topUpId: integer().notNull(),
    createdAt: createdAt(),
  },
  (table) => [index('top_up_movements_top_up').on(table.topUpId)],
);

/** A refund or a dispute of a captured top-up, as PayPal last told it. */
export const topUpClaims = pgTable(
  'top_up_claims',
  {
    kind: text().$type<'refund' | 'dispute'>().notNull(),
    /** PayPal's number of the refund or the dispute. */
    paypalId: text().notNull(),
    topUpId: integer().notNull(),
    amountMicros: micros().notNull(),
    /** A refund is done; a dispute is open until it is won (ours) or lost (the buyer's). */
    state: text().$type<'done' | 'open' | 'won' | 'lost'>().notNull(),
    reason: text(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.kind, table.paypalId] }),
    index('top_up_claims_top_up').on(table.topUpId),
    check('claim_of_something', sql`${table.amountMicros} > 0`),
  ],
);

/** What PayPal's webhooks told, once an event: stored before it is acted on. */
export const paypalEvents = pgTable(
  'paypal_events',
  {
    id: text().primaryKey(),
    eventType: text().notNull(),
    /** The top-up it is about, once that is known. */
    topUpId: integer(),
    body: jsonb().$type<Record<string, unknown>>().notNull(),
    receivedAt: instant().notNull(),
    handledAt: instant(),
    outcome: text(),
  },
  (table) => [
    index('paypal_events_top_up').on(table.topUpId, table.receivedAt),
    index('paypal_events_received').on(table.receivedAt),
  ],
);
