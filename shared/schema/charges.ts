import { bigint, boolean, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { instant, micros } from './columns.ts';

/**
 * What one clock hour of one server costs. The key is (hour, server), in that order, a partition a month, no
 * foreign keys (exactness-and-speed §0.1, §0.6): the database refuses a second charge, whatever the code does.
 */
export const hourlyCharges = pgTable(
  'hourly_charges',
  {
    hour: instant().notNull(),
    serverId: integer().notNull(),
    customerId: integer().notNull(),
    packageId: integer(),
    rateId: integer().notNull(),
    termsId: integer().notNull(),
    runId: integer().notNull(),
    seconds: integer().notNull(),
    weighted: integer().notNull(),
    capped: integer().notNull(),
    amountMicros: micros().notNull(),
    inGap: boolean().notNull(),
    /** Null when the customer's hours of this step cost nothing: there is no movement of nothing. */
    transactionId: bigint({ mode: 'number' }),
  },
  (table) => [primaryKey({ columns: [table.hour, table.serverId] })],
);
