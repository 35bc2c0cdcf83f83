import type { Micros } from '#shared/billing/money.ts';
import { divideDown } from '#shared/billing/rounding.ts';

/** '+25 %', '−3 %', 'from nothing': by how much one differs from the other, to a tenth of a percent. */
export function differenceText(before: Micros, after: Micros): string {
  if (before === after) return 'no difference';
  if (before === 0n) return 'from nothing';
  const grows = after > before;
  const tenths = divideDown(
    (grows ? after - before : before - after) * 1000n,
    before > 0n ? before : -before,
  );
  const [whole, tenth] = [tenths.toString().slice(0, -1) || '0', tenths.toString().slice(-1)];
  const text = tenth === '0' ? whole : `${whole}.${tenth}`;
  return `${grows ? '+' : '−'}${text === '0' ? 'less than 0.1' : text} %`;
}
