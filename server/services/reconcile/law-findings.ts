/** One place where the books disagree: which law, about what, and both figures as text. */
export interface Difference {
  law: 'balance' | 'chain' | 'transaction' | 'charge' | 'meter' | 'run' | 'replay' | 'roll-up';
  subject: string;
  expected: string;
  found: string;
}

/** What one law found. */
export interface LawFindings {
  checked: number;
  differences: Difference[];
}

/** Differences listed of each law at most; more says "look at the first ones". */
export const MOST_DIFFERENCES = 100;
