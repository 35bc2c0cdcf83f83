import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countHour, type WeighedPart } from './hours.ts';
import { clock } from './testing/facts.ts';

const TEN = clock('10:00');

/** Parts written as `10:00-10:20@100`: from, until, percent. */
function parts(text: string): WeighedPart[] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((part) => {
      const [times = '', weight] = part.split('@');
      const [from = '', until = ''] = times.split('-');
      return { from: clock(from), until: clock(until), weight: Number(weight) };
    });
}

describe('the same hour by the three counting rules, as seconds (hundredths of seconds, weighted)', () => {
  test.each`
    hour                                            | second             | minute             | whole              | because
    ${'10:00-11:00@100'}                            | ${[3600, 360_000]} | ${[3600, 360_000]} | ${[3600, 360_000]} | ${'a full hour is a full hour'}
    ${'10:00-11:00@0'}                              | ${[0, 0]}          | ${[0, 0]}          | ${[0, 0]}          | ${'stopped and free'}
    ${'10:00-11:00@25'}                             | ${[3600, 90_000]}  | ${[3600, 90_000]}  | ${[3600, 90_000]}  | ${'a quarter of the price'}
    ${''}                                           | ${[0, 0]}          | ${[0, 0]}          | ${[0, 0]}          | ${'nothing known'}
    ${'10:00:30-10:01:10@100'}                      | ${[40, 4_000]}     | ${[120, 12_000]}   | ${[3600, 360_000]} | ${'two minutes were started'}
    ${'10:01:00-10:02:00@100'}                      | ${[60, 6_000]}     | ${[60, 6_000]}     | ${[3600, 360_000]} | ${'a minute ends before the next begins'}
    ${'10:59:59-11:00:00@100'}                      | ${[1, 100]}        | ${[60, 6_000]}     | ${[3600, 360_000]} | ${'the last second starts the hour too'}
    ${'10:00:00-10:00:20@100 10:00:20-10:01:00@0'}  | ${[20, 2_000]}     | ${[60, 6_000]}     | ${[3600, 360_000]} | ${'a free rest does not undo it'}
    ${'10:00:00-10:00:20@50 10:00:40-10:01:00@100'} | ${[40, 3_000]}     | ${[60, 6_000]}     | ${[3600, 360_000]} | ${'the dearest in the minute counts, once'}
    ${'10:00:00-10:00:20@100 10:00:40-10:01:00@50'} | ${[40, 3_000]}     | ${[60, 6_000]}     | ${[3600, 360_000]} | ${'in whichever order'}
    ${'10:00:00-10:20:00@100 10:25:00-11:00:00@50'} | ${[3300, 225_000]} | ${[3300, 225_000]} | ${[3600, 360_000]} | ${'each at its own weight'}
  `('$hour: $because', ({ hour, second, minute, whole }) => {
    const count = (counting: 'second' | 'minute' | 'hour') =>
      Object.values(countHour(TEN, parts(hour), counting));
    expect([count('second'), count('minute'), count('hour')]).toEqual([second, minute, whole]);
  });
});

test('bram, who rebooted twice in one hour, pays for one hour at most, by any rule', () => {
  const hour = parts('10:00-10:10@100 10:10-10:11@0 10:11-10:40@100 10:40-10:41@0 10:41-11:00@100');
  expect(countHour(TEN, hour, 'second').seconds).toBe(3480);
  expect(countHour(TEN, hour, 'minute').seconds).toBe(3480);
  expect(countHour(TEN, hour, 'hour').seconds).toBe(3600);
});

const anyHour = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 3600 }), fc.constantFrom(0, 10, 50, 100, 150)), { maxLength: 12 })
  .map((cuts): WeighedPart[] => {
    const ordered = [...cuts].sort(([a], [b]) => a - b);
    return ordered.flatMap(([from, weight], index) => {
      const until = ordered[index + 1]?.[0] ?? 3600;
      return from < until ? [{ from: TEN + from, until: TEN + until, weight }] : [];
    });
  });

test('exact seconds are never more than started minutes, and those never more than the started hour', () => {
  fc.assert(
    fc.property(anyHour, (hour) => {
      const [second, minute, whole] = (['second', 'minute', 'hour'] as const).map((counting) =>
        countHour(TEN, hour, counting),
      );
      expect(second?.weighted).toBeLessThanOrEqual(minute?.weighted ?? -1);
      expect(minute?.weighted).toBeLessThanOrEqual(whole?.weighted ?? -1);
      expect(second?.seconds).toBeLessThanOrEqual(minute?.seconds ?? -1);
      expect(minute?.seconds).toBeLessThanOrEqual(whole?.seconds ?? -1);
      expect(whole?.seconds).toBeLessThanOrEqual(3600);
    }),
  );
});

test('cutting a full hour anywhere changes no count: the quiet hour takes a short way to the same answer', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3599 }),
      fc.constantFrom(0, 10, 100),
      fc.constantFrom('second' as const, 'minute' as const, 'hour' as const),
      (cut, weight, counting) => {
        const whole = [{ from: TEN, until: TEN + 3600, weight }];
        const halves = [
          { from: TEN, until: TEN + cut, weight },
          { from: TEN + cut, until: TEN + 3600, weight },
        ];
        expect(countHour(TEN, halves, counting)).toEqual(countHour(TEN, whole, counting));
      },
    ),
  );
});
