import type { Finding } from '../raise-alert.ts';
import { counted } from './name-some.ts';

/** Postings that were decided an hour ago or more and could not be sent, or whose end could not be found out. */
export interface StuckCredit {
  postings: number;
  /** The oldest of them, and what was said last. */
  oldest: { id: number; customerId: number; problem: string } | null;
}

/** Several have one cause as a rule, so they are one finding. */
export function stuckCredit({ postings, oldest }: StuckCredit): Finding[] {
  if (!oldest) return [];
  return [
    {
      kind: 'credit_stuck',
      subject: 'credit',
      message: `${counted(postings, 'credit posting')} could not be sent for an hour or more. The oldest is ${oldest.id} of customer ${oldest.customerId}: ${oldest.problem}`,
      facts: { postings, postingId: oldest.id },
    },
  ];
}
