import { expect, test } from 'vitest';
import { historyMonth } from './history-month.ts';
import { type MonthFacts, whyNotPacked } from './why-not-packed.ts';

const at = (text: string) => new Date(`${text}T00:00:00Z`);
const nobody = { servers: 0, example: null };
/** January 2027 may be packed: it is the oldest, all is billed, and two closed months after it are kept. */
const facts: MonthFacts = {
  keptFrom: at('2027-02-01'),
  oldest: at('2027-01-01'),
  behind: nobody,
  openRunFrom: null,
};

test.each<[because: string, change: Partial<MonthFacts>, reason: RegExp | null]>([
  ['it is the oldest, and settled', {}, null],
  ['the settings keep it', { keptFrom: at('2027-01-01') }, /kept in full/],
  ['it is packed already', { oldest: at('2027-02-01') }, /no charges that are not packed/],
  ['nothing was ever charged', { oldest: null }, /no charges that are not packed/],
  ['December comes first', { oldest: at('2026-12-01') }, /earlier month/],
  ['one server waits', { behind: { servers: 1, example: 7 } }, /^Server 7 is not billed/],
  ['many servers wait', { behind: { servers: 9, example: 7 } }, /^9 servers are, server 7 among them, not/],
  ['a run that began in it is open', { openRunFrom: at('2027-01-31') }, /still open/],
  ['an open run began after it', { openRunFrom: at('2027-02-01') }, null],
])('%s', (_because, change, reason) => {
  const said = whyNotPacked(historyMonth(at('2027-01-15')), { ...facts, ...change });
  if (reason) expect(said).toMatch(reason);
  else expect(said).toBeNull();
});
