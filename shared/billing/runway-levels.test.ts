import { expect, test } from 'vitest';
import { parseMoney } from './money.ts';
import { warningFor } from './runway-levels.ts';

const LEVELS = [72, 24, 1];

// At 1.00 an hour a balance is its hours.
test.each`
  balance    | told    | peak       | tell    | toldAfter | because
  ${'72.00'} | ${null} | ${null}    | ${null} | ${null}   | ${'72 hours are not below 72'}
  ${'71.99'} | ${null} | ${null}    | ${72}   | ${72}     | ${'71 whole hours are'}
  ${'50.00'} | ${72}   | ${null}    | ${null} | ${72}     | ${'it was told'}
  ${'23.00'} | ${72}   | ${null}    | ${24}   | ${24}     | ${'the next level'}
  ${'23.00'} | ${null} | ${null}    | ${24}   | ${24}     | ${'two levels at once are told as the lower one'}
  ${'0.99'}  | ${24}   | ${null}    | ${1}    | ${1}      | ${'less than an hour'}
  ${'0.00'}  | ${1}    | ${null}    | ${0}    | ${0}      | ${'empty is a level of its own'}
  ${'-5.00'} | ${0}    | ${null}    | ${null} | ${0}      | ${'and is told once'}
  ${'90.00'} | ${24}   | ${null}    | ${null} | ${24}     | ${'a server less is no payment: nothing is armed'}
  ${'20.00'} | ${24}   | ${'22.00'} | ${null} | ${24}     | ${'a payment that does not lift it above'}
  ${'23.00'} | ${24}   | ${'30.00'} | ${24}   | ${24}     | ${'lifted above 24, fallen below again'}
  ${'30.00'} | ${24}   | ${'30.00'} | ${null} | ${72}     | ${'lifted above 24 and not above 72, of which it was told'}
  ${'80.00'} | ${1}    | ${'80.00'} | ${null} | ${null}   | ${'lifted above all'}
  ${'71.00'} | ${0}    | ${'90.00'} | ${72}   | ${72}     | ${'lifted above all, fallen below the first'}
  ${'0.50'}  | ${0}    | ${'0.50'}  | ${null} | ${1}      | ${'no longer empty; of the last hour it was told'}
  ${'0.00'}  | ${0}    | ${'0.50'}  | ${0}    | ${0}      | ${'empty again after a payment'}
  ${'40.00'} | ${48}   | ${null}    | ${null} | ${48}     | ${'told at a level that is no more'}
`('$balance, told $told, peak $peak: tell $tell, because $because', (row) => {
  const wallet = {
    balance: parseMoney(row.balance),
    burnPerHour: parseMoney('1.00'),
    told: row.told,
    peak: row.peak === null ? null : parseMoney(row.peak),
  };
  expect(warningFor(wallet, LEVELS)).toEqual({ tell: row.tell, told: row.toldAfter });
});

test('a wallet that nothing burns is never low', () => {
  const wallet = { balance: 0n, burnPerHour: 0n, told: null, peak: null };
  expect(warningFor(wallet, LEVELS)).toEqual({ tell: null, told: null });
});
