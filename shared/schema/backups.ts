import { bigint, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, rowId } from './columns.ts';

/** What a backup holds, as counts and sums: the same in the database it was made of and in one restored from it. */
export interface LedgerTotals {
  transactions: string;
  movedMicros: string;
  charges: string;
  chargedMicros: string;
  balancesMicros: string;
  customers: string;
  servers: string;
  auditEntries: string;
}

/** Backups that were written here, or looked at here, and when each was last proved to be whole. */
export const backups = pgTable(
  'backups',
  {
    id: rowId(),
    /** Its name without the folder. */
    file: text().notNull(),
    /** Of the whole file, in hex: the same backup under another name is the same backup. */
    sha256: text().notNull().unique(),
    bytes: bigint({ mode: 'number' }).notNull(),
    /** When its snapshot was taken. */
    takenAt: instant().notNull(),
    finishedAt: instant(),
    madeBy: text().notNull(),
    /** Null for a file that could not be opened. */
    totals: jsonb().$type<LedgerTotals>(),
    /** When it was last restored into a scratch database and agreed; null when it never was. */
    verifiedAt: instant(),
    /** When that was last tried, and what was wrong with it then. */
    lookedAt: instant(),
    problem: text(),
    /** When retention removed the file. */
    removedAt: instant(),
  },
  (table) => [index('backups_taken').on(table.takenAt), index('backups_verified').on(table.verifiedAt)],
);
