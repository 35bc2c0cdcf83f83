import { bigint, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, instant } from './columns.ts';

/** What a person changed, before and after. Append-only by trigger; no foreign keys, so it outlives its subjects. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: createdAt(),
    actor: text().notNull(),
    actorName: text().notNull(),
    address: text(),
    requestId: text(),
    action: text().notNull(),
    subject: text().notNull(),
    before: jsonb(),
    after: jsonb(),
  },
  (table) => [
    index('audit_log_subject').on(table.subject, table.id),
    index('audit_log_action').on(table.action, table.id),
    index('audit_log_actor').on(table.actor, table.id),
  ],
);

/**
 * The chain over the audit: each entry's seal holds the hash of the one before it. Positions count from 1 without a gap,
 * in the order in which entries were seen to be committed. Append-only by trigger.
 */
export const auditSeals = pgTable('audit_seals', {
  position: bigint({ mode: 'number' }).primaryKey(),
  auditId: bigint({ mode: 'number' }).notNull().unique('audit_seals_audit'),
  /** SHA-256 of the hash before it and of the entry, in hex. */
  hash: text().notNull(),
  sealedAt: instant().notNull(),
});
