import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, rowId } from './columns.ts';

export type ProofOutcome = 'agrees' | 'differs' | 'unproved';

/** What one check of a proof found. */
export interface StoredCheck {
  check: string;
  outcome: ProofOutcome;
  checked: number;
  differences: { subject: string; expected: string; found: string }[];
  /** Whether there were more than are kept. */
  more: boolean;
  /** What could not be looked at, in a sentence; null when all was. */
  problem: string | null;
  /** What a person may note down elsewhere, to hold a later proof against: the head of the audit's chain. */
  note?: string;
}

/** A look whether all books agree, here and outside. */
export const proofs = pgTable(
  'proofs',
  {
    id: rowId(),
    startedAt: instant().notNull(),
    finishedAt: instant().notNull(),
    outcome: text().$type<ProofOutcome>().notNull(),
    checks: jsonb().$type<StoredCheck[]>().notNull(),
    provedBy: text().notNull(),
  },
  (table) => [index('proofs_finished').on(table.finishedAt)],
);
