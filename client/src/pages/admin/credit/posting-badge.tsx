import type { CreditPosting } from '../../../api/credit.ts';
import { Badge, type Tone } from '../../../components/ui/badge.tsx';

/** Where a posting stands, in words. */
export const stateWords: Record<CreditPosting['state'], string> = {
  intended: 'To be sent',
  sent: 'Under way',
  confirmed: 'Arrived',
  unclear: 'Waits for you',
  resolved: 'Settled',
};

const outcomeWords: Record<NonNullable<CreditPosting['outcome']>, { label: string; tone: Tone }> = {
  arrived: { label: 'Arrived', tone: 'good' },
  not_arrived: { label: 'Did not arrive', tone: 'neutral' },
  withdrawn: { label: 'Withdrawn', tone: 'neutral' },
};

/** Where a posting stands, or how it ended. */
export function PostingBadge({ state, outcome }: Pick<CreditPosting, 'state' | 'outcome'>) {
  if (outcome !== null) {
    const { label, tone } = outcomeWords[outcome];
    return <Badge tone={tone}>{label}</Badge>;
  }
  return <Badge tone={state === 'unclear' ? 'bad' : 'info'}>{stateWords[state]}</Badge>;
}
