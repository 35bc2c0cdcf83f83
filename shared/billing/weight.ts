import type { WeighedPart } from './hours.ts';
import { isOurs, type Segment } from './segment.ts';
import type { GapDecision, Rate, ServerState, Terms } from './types.ts';

/** The agreement an hour is weighed under: the rows in force when it began, and what admins decided about gaps. */
export interface Agreement {
  terms: Terms;
  rate: Rate;
  gapDecisions: readonly GapDecision[];
}

/** The parts of an hour with their percentages; `held` when one of them waits for an admin. */
export interface WeighedHour {
  parts: WeighedPart[];
  inGap: boolean;
  held: boolean;
}

/** What each part of an hour costs, in percent of the price. Parts that are not ours to bill fall away. */
export function weighHour(segments: readonly Segment[], agreement: Agreement): WeighedHour {
  const weighed: WeighedHour = { parts: [], inGap: false, held: false };
  for (const segment of segments) {
    if (segment.unseenSeconds > agreement.terms.maxGapSeconds) weighed.inGap = true;
    if (!isOurs(segment)) continue;
    const weight = weightOf(segment, agreement);
    if (weight === 'held') weighed.held = true;
    else weighed.parts.push({ from: segment.from, until: segment.until, weight });
  }
  return weighed;
}

/** Where the two ends differ the cheaper one counts; a gap between equal ends is the policy's to judge. */
function weightOf(segment: Segment, agreement: Agreement): number | 'held' {
  const { terms, rate } = agreement;
  const weight = Math.min(percentOf(segment.before, terms, rate), percentOf(segment.after, terms, rate));
  const isGap = segment.before === segment.after && segment.unseenSeconds > terms.maxGapSeconds;
  // A gap that costs nothing either way is not worth an admin's decision.
  if (!isGap || weight === 0) return weight;
  const verdict = terms.gapPolicy === 'hold' ? decisionOn(segment, agreement.gapDecisions) : terms.gapPolicy;
  if (verdict === undefined) return 'held';
  return verdict === 'bill' ? weight : 0;
}

function decisionOn(part: Segment, decisions: readonly GapDecision[]): GapDecision['decision'] | undefined {
  return decisions.find(({ from, until }) => from <= part.from && until >= part.until)?.decision;
}

/** Percent of the price a state costs: the rate's own percentage, else the terms'. Nothing for what is not ours. */
export function percentOf(state: ServerState, terms: Terms, rate: Rate): number {
  switch (state) {
    case 'running':
      return rate.runningPercent ?? terms.runningPercent;
    case 'stopped':
      return rate.stoppedPercent ?? terms.stoppedPercent;
    case 'suspended':
      return rate.suspendedPercent ?? terms.suspendedPercent;
    case 'present':
      return Math.min(percentOf('running', terms, rate), percentOf('stopped', terms, rate));
    case 'native':
    case 'gone':
      return 0;
    default:
      throw new RangeError(`"${state satisfies never}" is no state of a server.`);
  }
}
