import { HOUR, type Instant, length, type Period } from './period.ts';
import type { Counting } from './types.ts';

/** Time inside one clock hour at one percentage of the price. */
export interface WeighedPart extends Period {
  weight: number;
}

/** Seconds that cost something (0 to 3600), and the same weighted, in hundredths of seconds. */
export interface Counted {
  seconds: number;
  weighted: number;
}

/**
 * Counts one clock hour. `second` is exact; `minute` and `hour` count each clock minute, or the hour, whole at the
 * dearest weight that touches it. Parts are ordered, do not overlap and lie inside the hour.
 */
export function countHour(hour: Instant, parts: readonly WeighedPart[], counting: Counting): Counted {
  const whole = parts.length === 1 ? parts[0] : undefined;
  // The quiet hour, nearly every hour of a fleet: all three rules agree on it.
  if (whole && length(whole) === HOUR) return countedAt(HOUR, whole.weight);
  switch (counting) {
    case 'second':
      return parts.map((part) => countedAt(length(part), part.weight)).reduce(plus, NOTHING);
    case 'minute':
      return countUnits(hour, parts, 60);
    case 'hour':
      return countUnits(hour, parts, HOUR);
    default:
      throw new RangeError(`"${counting satisfies never}" is no counting rule.`);
  }
}

const NOTHING: Counted = { seconds: 0, weighted: 0 };

function countUnits(hour: Instant, parts: readonly WeighedPart[], unitSeconds: number): Counted {
  const dearest = new Array<number>(HOUR / unitSeconds).fill(0);
  for (const { from, until, weight } of parts) {
    const last = Math.ceil((until - hour) / unitSeconds);
    for (let unit = Math.floor((from - hour) / unitSeconds); unit < last; unit += 1) {
      dearest[unit] = Math.max(dearest[unit] ?? 0, weight);
    }
  }
  return dearest.map((weight) => countedAt(unitSeconds, weight)).reduce(plus, NOTHING);
}

function countedAt(seconds: number, weight: number): Counted {
  return { seconds: weight > 0 ? seconds : 0, weighted: seconds * weight };
}

function plus(one: Counted, other: Counted): Counted {
  return { seconds: one.seconds + other.seconds, weighted: one.weighted + other.weighted };
}
