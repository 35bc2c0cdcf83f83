import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/**
 * How often a key was used in the window that ends at `resetAt`: shared by all instances. `rounds` counts the windows
 * used up one after the other, where each makes the next one longer.
 */
export const rateLimits = pgTable(
  'rate_limits',
  {
    key: text().primaryKey(),
    hits: integer().notNull(),
    resetAt: instant().notNull(),
    rounds: integer().notNull().default(0),
  },
  (table) => [index('rate_limits_reset').on(table.resetAt)],
);
