import type { proofChecks } from '#shared/api/proof.ts';
import type { StoredCheck } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';

export interface ProofOptions {
  /** What was read outside before it is read anew. */
  readSince: Date;
  signal?: AbortSignal | undefined;
}

/** One thing the books must equal. Reads, compares and says; repairs nothing. */
export interface ProofCheck {
  name: (typeof proofChecks)[number];
  prove(ctx: Context, options: ProofOptions): Promise<Proved>;
}

/** What a check found; its outcome follows from it. */
export interface Proved extends Omit<StoredCheck, 'check' | 'outcome'> {
  /** Notes that it was told, in the transaction that keeps the proof: where the next proof would find it again. */
  noteTold?: (tx: Context) => Promise<void>;
}

/** Differences kept of each check at most; more says "look at the first ones". */
export const MOST_KEPT = 100;

/** The first of what differs, and whether there is more. */
export function keptOf(differences: readonly StoredCheck['differences'][number][]) {
  return { differences: differences.slice(0, MOST_KEPT), more: differences.length > MOST_KEPT };
}
