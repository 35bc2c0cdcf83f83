import type { TopUp } from '../api/top-ups.ts';
import { Badge, type Tone } from './ui/badge.tsx';

/** What a state of a top-up is called, and what it means: the one place where they have words. */
export const topUpWords: Record<TopUp['status'], { label: string; tone: Tone; meaning: string }> = {
  created: { label: 'Link made', tone: 'neutral', meaning: 'Its link was not used yet.' },
  sent: {
    label: 'At PayPal',
    tone: 'info',
    meaning: 'The buyer went to PayPal and has not approved it yet.',
  },
  approved: { label: 'Approved', tone: 'info', meaning: 'The buyer approved it; PayPal has not paid yet.' },
  captured: { label: 'Paid', tone: 'good', meaning: 'PayPal paid, and the wallet has it.' },
  refused: { label: 'Refused', tone: 'warn', meaning: 'PayPal did not take the payment.' },
  expired: { label: 'Expired', tone: 'neutral', meaning: 'Nobody paid it in time.' },
  unclear: {
    label: 'Unclear',
    tone: 'bad',
    meaning: 'It was paid otherwise than asked, or nobody can tell: a person has to look.',
  },
};

/** What its state means, in a sentence. */
export function topUpMeaning({ status, takenBack }: Pick<TopUp, 'status' | 'takenBack'>): string {
  if (takenBack > 0n) return 'PayPal paid; refunds or disputes have taken some or all of it back.';
  return topUpWords[status].meaning;
}

/** How far a top-up has come. One that was taken back, or seen to, says so. */
export function TopUpBadge({ topUp }: { topUp: Pick<TopUp, 'status' | 'takenBack' | 'amount' | 'settled'> }) {
  const { label, tone } = topUpWords[topUp.status];
  if (topUp.takenBack > 0n) {
    return <Badge tone="warn">{topUp.takenBack === topUp.amount ? 'Taken back' : 'Partly taken back'}</Badge>;
  }
  if (topUp.settled) return <Badge tone="neutral">Settled by hand</Badge>;
  return <Badge tone={tone}>{label}</Badge>;
}
