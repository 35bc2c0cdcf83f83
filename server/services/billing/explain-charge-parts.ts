import type { ChargeExplanation } from '#shared/api/charges.ts';
import { Cursor } from '#shared/billing/cursor.ts';
import { HOUR, type Instant, merge, overlap } from '#shared/billing/period.ts';
import { isOurs, type Segment, segmentsOf } from '#shared/billing/segment.ts';
import type { Rate, ServerFacts, Terms } from '#shared/billing/statement.ts';
import { percentOf, weighHour } from '#shared/billing/weight.ts';

type Part = ChargeExplanation['parts'][number];

export interface ExplainedHour {
  hour: Instant;
  facts: ServerFacts;
  terms: Terms;
  rate: Rate;
}

/** The hour as the engine saw it, without holes: each part with what was seen at its ends, and what it costs and why. */
export function partsOf(explained: ExplainedHour): Part[] {
  const { hour, facts } = explained;
  const [stretches, switchedOn] = [new Cursor(facts.stretches), new Cursor(merge(facts.switchedOn))];
  stretches.at(hour);
  switchedOn.at(hour);
  const parts: Part[] = [];
  let at = hour;
  for (const segment of segmentsOf(hour, stretches, switchedOn)) {
    parts.push(...holesOf({ from: at, until: segment.from }, explained), partOf(segment, explained));
    at = segment.until;
  }
  return [...parts, ...holesOf({ from: at, until: hour + HOUR }, explained)];
}

/** Weighed alone, by the engine itself: no rule is told twice. */
function partOf(segment: Segment, explained: ExplainedHour): Part {
  const { terms, rate, facts } = explained;
  const weighed = weighHour([segment], { terms, rate, gapDecisions: facts.gapDecisions });
  return {
    from: instantOf(segment.from),
    until: instantOf(segment.until),
    before: segment.before,
    after: segment.after,
    rule: ruleOf(segment, explained, weighed.parts[0]?.weight ?? 0),
    percent: weighed.parts[0]?.weight ?? 0,
    unseenSeconds: segment.unseenSeconds,
  };
}

function ruleOf(segment: Segment, { terms, rate }: ExplainedHour, percent: number): Part['rule'] {
  if (!isOurs(segment)) return 'not_ours';
  if (segment.before !== segment.after) return 'cheaper_end';
  if (segment.unseenSeconds === 0) return 'seen';
  if (segment.unseenSeconds <= terms.maxGapSeconds) return 'seen_at_both_ends';
  // What would cost nothing anyway no policy has to free.
  if (percent > 0 || percentOf(segment.before, terms, rate) === 0) return 'gap_billed';
  return terms.gapPolicy === 'hold' ? 'gap_forgiven' : 'gap_free';
}

/** Time without a segment: billing was off, or nobody had seen the server yet. */
function holesOf(hole: { from: Instant; until: Instant }, { facts }: ExplainedHour): Part[] {
  if (hole.from >= hole.until) return [];
  const none = { before: null, after: null, percent: 0, unseenSeconds: 0 } as const;
  const parts: Part[] = [];
  let at = hole.from;
  const push = (until: Instant, rule: Part['rule']) => {
    if (at < until) parts.push({ from: instantOf(at), until: instantOf(until), rule, ...none });
    at = Math.max(at, until);
  };
  for (const period of merge(facts.switchedOn)) {
    const on = overlap(period, hole);
    if (!on) continue;
    push(on.from, 'switched_off');
    push(on.until, 'not_yet_seen');
  }
  push(hole.until, 'switched_off');
  return parts;
}

function instantOf(seconds: Instant): Date {
  return new Date(seconds * 1000);
}
