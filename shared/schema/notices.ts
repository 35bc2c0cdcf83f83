import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { NoticeEvent } from '#shared/notices/events.ts';
import type { NoticeWay } from '#shared/notices/ways.ts';
import { instant, rowId } from './columns.ts';

/**
 * 'waiting' for its time; 'sent'; 'failed': given up; 'unclear': it may have left, and is not sent again by itself;
 * 'not_set_up': there was nothing to send it by; 'superseded': what it said was no longer so.
 */
export type DeliveryState = 'waiting' | 'sent' | 'failed' | 'unclear' | 'not_set_up' | 'superseded';

/** What somebody is told: one row a key, whatever is repeated. How it reaches them is in its deliveries. */
export const notices = pgTable(
  'notices',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** Why it is said, once: 'topup:PAY-1'. */
    key: text().notNull(),
    event: text().$type<NoticeEvent>().notNull(),
    /** Whom it is about; null where it is about nobody. */
    customerId: integer(),
    facts: jsonb().$type<Record<string, unknown>>().notNull(),
    createdAt: instant().notNull(),
    /** When its deliveries were written; null until then. */
    spreadAt: instant(),
  },
  (table) => [
    uniqueIndex('notices_key').on(table.key),
    index('notices_event').on(table.event, table.id),
    index('notices_customer').on(table.customerId, table.id).where(sql`${table.customerId} is not null`),
  ],
);

/** A message of the outbox. */
export type NoticeRow = typeof notices.$inferSelect;

/** A message on its way to one recipient. What it says is fixed at its first attempt: every later one says the same. */
export const noticeDeliveries = pgTable(
  'notice_deliveries',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    noticeId: bigint({ mode: 'number' }).notNull(),
    /** Those of its notice, so that the log can be read by them. */
    event: text().$type<NoticeEvent>().notNull(),
    customerId: integer(),
    way: text().$type<NoticeWay>().notNull(),
    /** A mail address, 'discord', or 'webhook:3'. */
    recipient: text().notNull(),
    state: text().$type<DeliveryState>().notNull().default('waiting'),
    /** Why it is in its state, in a sentence; null while there is nothing to say. */
    detail: text(),
    /** Not before then; null when nothing more will be tried. */
    nextAttemptAt: instant(),
    /** Set before a message is handed over and taken away with its outcome: what is left of a process that died. */
    sendingSince: instant(),
    /** How often it was tried since it was last asked for. */
    attempts: integer().notNull().default(0),
    /** Of a mail and an embed; a webhook sends the facts themselves. */
    subject: text(),
    body: text(),
    action: text(),
    createdAt: instant().notNull(),
    doneAt: instant(),
  },
  (table) => [
    uniqueIndex('notice_deliveries_once').on(table.noticeId, table.way, table.recipient),
    index('notice_deliveries_state').on(table.state, table.id),
    index('notice_deliveries_way').on(table.way, table.id),
    index('notice_deliveries_event').on(table.event, table.id),
    index('notice_deliveries_customer')
      .on(table.customerId, table.id)
      .where(sql`${table.customerId} is not null`),
    check(
      'delivery_state_known',
      sql`${table.state} in ('waiting', 'sent', 'failed', 'unclear', 'not_set_up', 'superseded')`,
    ),
  ],
);

export type DeliveryRow = typeof noticeDeliveries.$inferSelect;

/** One try of a delivery, and what came of it. */
export const noticeAttempts = pgTable(
  'notice_attempts',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    deliveryId: bigint({ mode: 'number' }).notNull(),
    at: instant().notNull(),
    outcome: text().$type<'sent' | 'failed' | 'unclear'>().notNull(),
    /** What the other side said, or why there was no answer. Holds no secret. */
    detail: text().notNull(),
    durationMs: integer().notNull(),
  },
  (table) => [index('notice_attempts_delivery').on(table.deliveryId, table.id)],
);

/** Where an admin said otherwise than the list of events does: whether an event goes this way. */
export const noticeRoutes = pgTable(
  'notice_routes',
  {
    event: text().$type<NoticeEvent>().notNull(),
    way: text().$type<NoticeWay>().notNull(),
    enabled: boolean().notNull(),
  },
  (table) => [primaryKey({ columns: [table.event, table.way] })],
);

/** A text that an admin wrote in place of ours. */
export const noticeTemplates = pgTable(
  'notice_templates',
  {
    event: text().$type<NoticeEvent>().notNull(),
    way: text().$type<NoticeWay>().notNull(),
    subject: text().notNull(),
    body: text().notNull(),
    action: text().notNull(),
    updatedAt: instant().notNull(),
    updatedBy: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.event, table.way] })],
);

/** Where outgoing webhooks go. */
export const webhookEndpoints = pgTable(
  'webhook_endpoints',
  {
    id: rowId(),
    url: text().notNull(),
    sealedSecret: text().notNull(),
    note: text().notNull().default(''),
    createdAt: instant().notNull(),
    createdBy: text().notNull(),
    /** Nothing is sent there any more; the reason is for the admin. */
    disabledAt: instant(),
    disabledReason: text(),
    removedAt: instant(),
  },
  (table) => [uniqueIndex('webhook_endpoints_url').on(table.url).where(sql`${table.removedAt} is null`)],
);

/** A way that was asked to wait: Discord's rate limit, told to every process. */
export const noticePauses = pgTable('notice_pauses', {
  way: text().$type<NoticeWay>().primaryKey(),
  until: instant().notNull(),
});

/** How low a wallet was when its customer was last warned, so that each level is said once. */
export const runwayMarks = pgTable(
  'runway_marks',
  {
    customerId: integer().primaryKey(),
    /** The lowest level said since a payment lifted the wallet above it, in hours; 0 is an empty wallet. Null: none. */
    level: integer(),
    /** The wallet's version then: payments after it may lift it. */
    walletVersion: bigint({ mode: 'number' }).notNull(),
    /** How often the customer was warned in all: part of the key of each warning. */
    warnings: integer().notNull(),
  },
  (table) => [check('runway_mark_level', sql`${table.level} >= 0`)],
);
