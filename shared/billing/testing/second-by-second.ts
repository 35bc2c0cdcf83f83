import { HOUR, type Instant } from '../period.ts';
import type { Rate, ServerFacts, ServerState, Terms } from '../statement.ts';

/** What the rules say about one hour, asked of every second of it. Slow on purpose, and written apart from the engine. */
export interface SlowHour {
  seconds: number;
  weighted: number;
  inGap: boolean;
  held: boolean;
}

/** The rules read aloud, second by second; null when no second is ours to bill. Knows nothing of rates in force. */
export function slowHour(facts: ServerFacts, hour: Instant, terms: Terms, rate: Rate): SlowHour | null {
  const seconds = Array.from({ length: HOUR }, (_, index) => slowSecond(facts, hour + index, terms, rate));
  if (!seconds.some((second) => second.ours)) return null;
  const unit = { second: 1, minute: 60, hour: HOUR }[terms.counting];
  let counted = 0;
  let weighted = 0;
  for (let start = 0; start < HOUR; start += unit) {
    const dearest = Math.max(...seconds.slice(start, start + unit).map((second) => second.weight));
    counted += dearest > 0 ? unit : 0;
    weighted += unit * dearest;
  }
  const inGap = seconds.some((second) => second.inGap);
  return { seconds: counted, weighted, inGap, held: seconds.some((second) => second.held) };
}

interface SlowSecond {
  ours: boolean;
  weight: number;
  inGap: boolean;
  held: boolean;
}

const NOTHING: SlowSecond = { ours: false, weight: 0, inGap: false, held: false };

function slowSecond(facts: ServerFacts, second: Instant, terms: Terms, rate: Rate): SlowSecond {
  if (!facts.switchedOn.some((period) => period.from <= second && second < period.until)) return NOTHING;
  const inside = facts.stretches.find((stretch) => stretch.from <= second && second < stretch.until);
  if (inside) {
    const weight = slowPercent(inside.state, terms, rate);
    return { ...NOTHING, ours: weight !== null, weight: weight ?? 0 };
  }
  const before = facts.stretches.findLast((stretch) => stretch.until <= second);
  const after = facts.stretches.find((stretch) => stretch.from > second);
  if (!before || before.state === 'gone' || !after) return NOTHING;
  const inGap = after.from - before.until > terms.maxGapSeconds;
  const ends = [slowPercent(before.state, terms, rate), slowPercent(after.state, terms, rate)];
  if (ends[0] === null || ends[1] === null) return { ...NOTHING, inGap };
  const cheaper = Math.min(ends[0] ?? 0, ends[1] ?? 0);
  if (before.state !== after.state || !inGap) return { ours: true, weight: cheaper, inGap, held: false };
  const decided = facts.gapDecisions.find((known) => known.from <= second && second < known.until)?.decision;
  const verdict = terms.gapPolicy === 'hold' ? decided : terms.gapPolicy;
  return {
    ours: true,
    weight: verdict === 'bill' ? cheaper : 0,
    inGap,
    held: verdict === undefined && cheaper > 0,
  };
}

function slowPercent(state: ServerState, terms: Terms, rate: Rate): number | null {
  if (state === 'native' || state === 'gone') return null;
  const percents = {
    running: rate.runningPercent ?? terms.runningPercent,
    stopped: rate.stoppedPercent ?? terms.stoppedPercent,
    suspended: rate.suspendedPercent ?? terms.suspendedPercent,
  };
  return state === 'present' ? Math.min(percents.running, percents.stopped) : percents[state];
}
