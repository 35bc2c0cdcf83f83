import { expect, test } from 'vitest';
import { RateBook, rateInForce } from './rate.ts';
import { aRate, clock } from './testing/facts.ts';

const rates = [
  aRate({ id: 1, from: clock('08:00'), packageId: 1 }),
  aRate({ id: 2, from: clock('09:00'), packageId: 2 }),
  aRate({ id: 3, from: clock('10:00'), packageId: 1 }),
  aRate({ id: 4, from: clock('11:00'), packageId: 1, serverId: 8 }),
  aRate({ id: 5, from: clock('12:00'), packageId: null, serverId: 7 }),
  aRate({ id: 6, from: clock('13:00'), packageId: 1 }),
  aRate({ id: 7, from: clock('14:00'), packageId: null, serverId: null }),
  aRate({ id: 8, from: clock('15:00'), packageId: null, serverId: 7 }),
  aRate({ id: 9, from: clock('15:00'), packageId: null, serverId: 7 }),
];

const cases = [
  { time: '07:59', packageId: 1, rateId: undefined, because: 'none is in force yet' },
  { time: '08:00', packageId: 1, rateId: 1, because: 'a rate is in force from its first second' },
  { time: '09:30', packageId: 1, rateId: 1, because: 'the rate of another package changes nothing' },
  { time: '09:30', packageId: 2, rateId: 2, because: 'each package has its own' },
  { time: '09:30', packageId: 3, rateId: undefined, because: 'there is no fallback price' },
  { time: '09:30', packageId: null, rateId: undefined, because: 'no package, no price' },
  { time: '10:00', packageId: 1, rateId: 3, because: 'the latest wins' },
  { time: '11:00', packageId: 1, rateId: 3, because: 'the own rate of another server changes nothing' },
  { time: '12:00', packageId: 1, rateId: 5, because: 'an own rate wins over the package' },
  { time: '13:00', packageId: 1, rateId: 5, because: 'even over a later one of the package' },
  { time: '12:00', packageId: null, rateId: 5, because: 'and needs no package' },
  { time: '15:00', packageId: 1, rateId: 9, because: 'of two from the same hour the later row wins' },
];

test.each(cases)('at $time package $packageId has rate $rateId: $because', ({ time, packageId, rateId }) => {
  expect(rateInForce(rates, { serverId: 7, packageId, at: clock(time) })?.id).toBe(rateId);
});

test('a rate of nothing in particular is the price of nothing', () => {
  expect(rateInForce(rates, { serverId: 9, packageId: null, at: clock('16:00') })).toBeUndefined();
});

test('asked hour after hour, the book gives what each hour alone would be given', () => {
  const book = new RateBook(7, rates);
  for (let hour = clock('06:00'); hour < clock('18:00'); hour += 3600) {
    for (const packageId of [1, 2, null]) {
      expect(book.at(hour, packageId)).toBe(rateInForce(rates, { serverId: 7, packageId, at: hour }));
    }
  }
});
