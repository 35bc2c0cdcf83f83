import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { createdAt, instant, micros, rowId } from './columns.ts';

/** What a customer means to spend in a UTC month, set by themselves. */
export const customerBudgets = pgTable('customer_budgets', {
  customerId: integer().primaryKey(),
  /** Null once they took it back: what was counted before goes on counting. */
  monthlyMicros: micros(),
  /** Percent of it at which they want to be told, ascending. */
  alertPercents: integer().array().notNull(),
  /** At 100 percent the servers in `stopOrder` are powered off. */
  hardLimit: boolean().notNull(),
  /** Ids of servers, the first one stopped first; those not in it keep running. */
  stopOrder: integer().array().notNull(),
  /** Counts how often more was allowed: a level that was told is told again, and servers may be stopped again. */
  raised: integer().notNull(),
  /** Counts every save: who saves over a save they have not seen is refused. */
  version: integer().notNull(),
  savedAt: instant().notNull(),
});

/** Levels that a customer's month passed; each is told once. */
export const budgetCrossings = pgTable(
  'budget_crossings',
  {
    customerId: integer().notNull(),
    month: instant().notNull(),
    raised: integer().notNull(),
    /** Percent of the budget. */
    level: integer().notNull(),
    budgetMicros: micros().notNull(),
    spentMicros: micros().notNull(),
    /** It was the hard limit, and servers were to be stopped. */
    stops: boolean().notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.customerId, table.month, table.raised, table.level] })],
);

/**
 * What a server's power is to be because a hard limit was reached, or raised afterwards. One row a server, month and
 * raise: a limit stops a server once, and whoever starts it afterwards is not overruled. The question is written down
 * before VirtFusion is asked it, and the wish ends when the power was seen to be so.
 */
export const powerWishes = pgTable(
  'power_wishes',
  {
    id: rowId(),
    serverId: integer().notNull(),
    customerId: integer().notNull(),
    month: instant().notNull(),
    raised: integer().notNull(),
    /** The place in the customer's order, from 1. */
    place: integer().notNull(),
    wanted: text().$type<'off' | 'on'>().notNull(),
    /** Counts the changes of what is wanted: an answer to an older wish changes nothing. */
    version: integer().notNull().default(1),
    status: text().$type<'open' | 'done' | 'dropped'>().notNull().default('open'),
    /** It ran when we came to stop it, so that it may be started again; null until it was looked at. */
    wasRunning: boolean(),
    createdAt: createdAt(),
    /** Nobody looks at it before. */
    lookAt: instant().notNull(),
    /** When VirtFusion was asked last, and how often for this wish. */
    askedAt: instant(),
    asked: integer().notNull().default(0),
    /** What kept it from being so, last. */
    failure: text(),
    endedAt: instant(),
  },
  (table) => [
    unique('power_wishes_key').on(table.serverId, table.month, table.raised),
    index('power_wishes_open').on(table.id).where(sql`${table.status} = 'open'`),
    index('power_wishes_customer').on(table.customerId, table.month, table.id),
  ],
);
