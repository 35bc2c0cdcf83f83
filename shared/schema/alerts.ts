import { sql } from 'drizzle-orm';
import { index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant, rowId } from './columns.ts';

export type AlertKind =
  | 'missed_run'
  | 'run_overdue'
  | 'run_held'
  | 'clocks_apart'
  | 'server_failed'
  | 'repeated_failure'
  | 'panel_silent'
  | 'stale_sighting'
  | 'server_unpriced'
  | 'billed_by_nobody'
  | 'charge_unusual'
  | 'fleet_changed'
  | 'balance_disagrees'
  | 'revenue_waiting'
  | 'notices_undelivered'
  | 'panel_wish_stuck'
  | 'dunning_held'
  | 'webhook_refused'
  | 'topup_unclear'
  | 'topup_disputed'
  | 'credit_unclear'
  | 'credit_stuck'
  | 'credit_unlinked'
  | 'credit_unpriced'
  | 'books_differ'
  | 'backup_stale'
  | 'history_differs'
  | 'power_refused'
  | 'claim_unclear';

/** A finding a person should look at. While it lasts there is one row of a kind and subject. */
export const alerts = pgTable(
  'alerts',
  {
    id: rowId(),
    kind: text().$type<AlertKind>().notNull(),
    /** What it is about: 'run:12', 'server:7', 'panel'. */
    subject: text().notNull(),
    message: text().notNull(),
    facts: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    openedAt: instant().notNull(),
    lastSeenAt: instant().notNull(),
    resolvedAt: instant(),
    acknowledgedAt: instant(),
    acknowledgedBy: text(),
    /** Until then it is out of the way; it comes back by itself. */
    snoozedUntil: instant(),
    snoozedBy: text(),
  },
  (table) => [
    uniqueIndex('alerts_open').on(table.kind, table.subject).where(sql`${table.resolvedAt} is null`),
    index('alerts_opened').on(table.openedAt),
  ],
);
