import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/** How often a key was used in the window that ends at `resetAt`: shared by all instances. */
export const rateLimits = pgTable(
  'rate_limits',
  { key: text().primaryKey(), hits: integer().notNull(), resetAt: instant().notNull() },
  (table) => [index('rate_limits_reset').on(table.resetAt)],
);
