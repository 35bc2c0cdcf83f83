import { index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, instant, rowId } from './columns.ts';

/**
 * Links that open a customer's own page. The token is not here: it is made from `seed` with the secret key of the
 * installation, and known again by its SHA-256.
 */
export const customerLinks = pgTable(
  'customer_links',
  {
    id: rowId(),
    customerId: integer().notNull(),
    /** 'page': an admin handed it out; 'notice': it stands in a message of ours. */
    purpose: text().$type<'page' | 'notice'>().notNull(),
    seed: text().notNull(),
    tokenHash: text().notNull(),
    /** The actor who issued it: 'admin:3', 'system:notices'. */
    issuedBy: text().notNull(),
    /** Told once more to whoever repeats the request with this key. */
    idempotencyKey: text().notNull(),
    createdAt: createdAt(),
    expiresAt: instant().notNull(),
    revokedAt: instant(),
    revokedBy: text(),
    lastUsedAt: instant(),
  },
  (table) => [
    uniqueIndex('customer_links_hash').on(table.tokenHash),
    uniqueIndex('customer_links_key').on(table.customerId, table.idempotencyKey),
    index('customer_links_customer').on(table.customerId, table.id),
  ],
);
