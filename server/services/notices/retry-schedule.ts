const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long to wait after the first, second, … attempt that did not arrive: a day in all. */
export const waitsMs: readonly number[] = [
  5 * SECOND,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  8 * HOUR + 25 * MINUTE,
];

/** How long to wait after `attempts` attempts before the next one; null when it was the last. */
export function waitAfter(attempts: number): number | null {
  return waitsMs[attempts - 1] ?? null;
}
