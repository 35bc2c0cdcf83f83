import type { Tokens } from './tokens.ts';

/** What is known of a posting whose reply was lost. */
export interface LostCredit {
  /** What was posted; never nothing. */
  tokens: Tokens;
  /** The balance read right before it was posted, and the one read once it can no longer be under way. */
  before: Tokens;
  after: Tokens;
  /**
   * What VirtFusion may have taken itself in between for servers it bills: the amounts, each 0 or more, that its own
   * figures speak of; null when they do not say, so that any amount may be it. Without such servers: [0].
   */
  native: readonly Tokens[] | null;
}

export type LostCreditVerdict = 'arrived' | 'not_arrived' | 'unclear';

/**
 * Whether a posting arrived, from how the balance moved: it did when only its arrival explains the movement, and it did
 * not when only its absence does. Where both would explain it, or neither, nobody is charged on a guess.
 */
export function judgeLostCredit({ tokens, before, after, native }: LostCredit): LostCreditVerdict {
  const moved = after - before;
  const arrived = isExplained(tokens - moved, native);
  const absent = isExplained(-moved, native);
  if (arrived === absent) return 'unclear';
  return arrived ? 'arrived' : 'not_arrived';
}

/** Whether VirtFusion may have taken just so much. */
function isExplained(taken: Tokens, native: LostCredit['native']): boolean {
  return native === null ? taken >= 0n : native.includes(taken);
}
