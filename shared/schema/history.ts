import { sql } from 'drizzle-orm';
import { bigint, bit, boolean, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, micros } from './columns.ts';

/**
 * A month that is closed to further charges, and how far its packing came. From `packedAt` on its hours are read from
 * the tables below: in order of months, so that one instant (`packed_until()`) parts what is packed from what is not.
 */
export const packedMonths = pgTable('packed_months', {
  month: instant().primaryKey(),
  closedAt: instant().notNull(),
  /** By the hour of the month: the run that charged it, for all charges but those of `keptCharges`. */
  runIds: integer().array().notNull(),
  /** All servers up to this id are packed and proved; at first none is. */
  packedThrough: integer().notNull().default(-2147483648),
  charges: bigint({ mode: 'number' }).notNull().default(0),
  amountMicros: micros().notNull().default(sql`0`),
  packedAt: instant(),
  /** The month in full as a file, where it was asked for: its path on the instance that wrote it. */
  file: text(),
  fileBytes: bigint({ mode: 'number' }),
  fileSha256: text(),
  exportedAt: instant(),
  /** When the rows in full were let go. */
  emptiedAt: instant(),
});

/** The hours of a month in which one server cost the same, a bit each: bit 0 is the first hour. Append-only by trigger. */
export const packedCharges = pgTable(
  'packed_charges',
  {
    month: instant().notNull(),
    serverId: integer().notNull(),
    number: integer().notNull(),
    customerId: integer().notNull(),
    packageId: integer(),
    rateId: integer().notNull(),
    termsId: integer().notNull(),
    seconds: integer().notNull(),
    weighted: integer().notNull(),
    capped: integer().notNull(),
    inGap: boolean().notNull(),
    amountMicros: micros().notNull(),
    hours: bit({ dimensions: 744 }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.month, table.serverId, table.number] })],
);

/** Charges of packed months that are like too few others, as they were. The columns are those of `hourlyCharges`. */
export const keptCharges = pgTable(
  'kept_charges',
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
    transactionId: bigint({ mode: 'number' }),
  },
  (table) => [primaryKey({ columns: [table.hour, table.serverId] })],
);
