import type { proofChecks } from '#shared/api/proof.ts';
import type { StoredCheck } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';

export interface ProofOptions {
  /** What was read outside before it is read anew. */
  readSince: Date;
  /** The proof before: what was found then is not found again. Null before the first. */
  provedAt: Date | null;
  signal?: AbortSignal | undefined;
}

/** One thing the books must equal. Reads, compares and says; repairs nothing. */
export interface ProofCheck {
  name: (typeof proofChecks)[number];
  prove(ctx: Context, options: ProofOptions): Promise<Proved>;
}

/** What a check found; its outcome follows from it. */
export type Proved = Omit<StoredCheck, 'check' | 'outcome'>;

/** Differences kept of each check at most; more says "look at the first ones". */
export const MOST_KEPT = 100;

/** The first of what differs, and whether there is more. */
export function keptOf(differences: readonly StoredCheck['differences'][number][]) {
  return { differences: differences.slice(0, MOST_KEPT), more: differences.length > MOST_KEPT };
}
