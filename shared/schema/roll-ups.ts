import { bigint, integer, pgTable, unique } from 'drizzle-orm/pg-core';
import { instant, micros } from './columns.ts';

/** Sums of charges: how many hours of servers, their seconds as counted, weighted and under the cap, and the money. */
const sums = {
  /** Hours of servers that were charged, those that cost nothing included. Corrections add none. */
  charges: bigint({ mode: 'number' }).notNull(),
  seconds: bigint({ mode: 'number' }).notNull(),
  weighted: bigint({ mode: 'number' }).notNull(),
  capped: bigint({ mode: 'number' }).notNull(),
  amountMicros: micros().notNull(),
};

/**
 * What each clock hour was charged, by package: 20 packages make 175,000 rows a year, whatever the fleet. Derived from
 * the charges of runs that are rolled up, and from nothing else (md-docs/decisions/0020).
 */
export const hourTotals = pgTable(
  'hour_totals',
  { hour: instant().notNull(), packageId: integer(), ...sums },
  (table) => [unique('hour_totals_key').on(table.hour, table.packageId).nullsNotDistinct()],
);

/**
 * What each server cost its customer in a billing month, by package and rate: 1.2 million rows a year for 100,000
 * servers. It answers whom the month was charged to and for what, without the month's hours.
 */
export const serverMonths = pgTable(
  'server_months',
  {
    month: instant().notNull(),
    customerId: integer().notNull(),
    serverId: integer().notNull(),
    packageId: integer(),
    rateId: integer().notNull(),
    ...sums,
  },
  (table) => [
    unique('server_months_key')
      .on(table.month, table.customerId, table.serverId, table.rateId, table.packageId)
      .nullsNotDistinct(),
  ],
);
