import type { ChargeExplanation } from '#shared/api/charges.ts';
import { durationText } from '../duration.ts';

export type Part = ChargeExplanation['parts'][number];
type State = ChargeExplanation['sightings'][number]['state'];

/** What VirtFusion said, as it stands in a sentence. */
export const seenWords: Record<State, string> = {
  running: 'running',
  stopped: 'stopped',
  suspended: 'suspended',
  present: 'present',
  native: 'billed by VirtFusion itself',
  gone: 'gone',
};

/** What was seen of a part, in two or three words. */
export function seenText({ before, after }: Pick<Part, 'before' | 'after'>): string {
  if (before === null || after === null) return 'nothing seen';
  if (before === after) return seenWords[before];
  return `${seenWords[before]}, then ${seenWords[after]}`;
}

/** Why a part counts as it does: the rule in a sentence. */
export function ruleText(
  part: Part,
  terms: Pick<ChargeExplanation['terms'], 'maxGapSeconds' | 'gapPolicy'>,
): string {
  const unseen = durationText(part.unseenSeconds);
  const longer = `Nobody looked for ${unseen}, which is longer than ${durationText(terms.maxGapSeconds)}`;
  switch (part.rule) {
    case 'seen':
      return 'Seen so at both ends, and at every look between.';
    case 'seen_at_both_ends':
      return `Two looks ${unseen} apart agree, so the time between counts as they say.`;
    case 'cheaper_end':
      return `Two looks ${unseen} apart differ: the cheaper of the two counts.`;
    case 'gap_billed':
      return terms.gapPolicy === 'hold'
        ? `${longer}. Both looks agree, and an admin decided to bill it.`
        : `${longer}. Both looks agree, and the settings bill such a gap.`;
    case 'gap_free':
      return `${longer}. The settings let such a gap go free.`;
    case 'gap_forgiven':
      return `${longer}. An admin decided to let it go free.`;
    case 'not_ours':
      return 'One of the looks says it is gone, or VirtFusion’s own to bill: nothing counts.';
    case 'switched_off':
      return 'Billing was switched off.';
    case 'not_yet_seen':
      return 'Nobody had seen it yet, or nobody has since: nothing is guessed.';
    default:
      throw new RangeError(`"${part.rule satisfies never}" is no rule.`);
  }
}

/** How the seconds of an hour are counted, in a sentence. */
export const countingText: Record<ChargeExplanation['terms']['counting'], string> = {
  second: 'Every second counts for itself.',
  minute: 'A minute that was begun counts whole, at its dearest second.',
  hour: 'An hour that was begun counts whole, at its dearest second.',
};

/** '4,320,000 s': decimal seconds as the API tells them. */
export function secondsText(decimal: string): string {
  const [whole = '0', fraction] = decimal.split('.');
  return `${Number(whole).toLocaleString('en')}${fraction ? `.${fraction}` : ''} s`;
}
