import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeLostCredit } from './lost-credit.ts';
import { parseTenDecimals } from './tokens.ts';

const tokens = (text: string) => parseTenDecimals(text);

test.each`
  posted  | before   | after     | native          | verdict          | because
  ${'-2'} | ${'100'} | ${'98'}   | ${['0']}        | ${'arrived'}     | ${'the balance fell by just that'}
  ${'-2'} | ${'100'} | ${'100'}  | ${['0']}        | ${'not_arrived'} | ${'nothing moved'}
  ${'-2'} | ${'1'}   | ${'-1'}   | ${['0']}        | ${'arrived'}     | ${'a balance may fall below nothing'}
  ${'5'}  | ${'100'} | ${'105'}  | ${['0']}        | ${'arrived'}     | ${'a credit given'}
  ${'-2'} | ${'100'} | ${'148'}  | ${['0']}        | ${'unclear'}     | ${'somebody added 50, and one cannot see to what'}
  ${'-2'} | ${'100'} | ${'97'}   | ${['0']}        | ${'unclear'}     | ${'somebody took 1 besides'}
  ${'-2'} | ${'100'} | ${'97.5'} | ${['0', '0.5']} | ${'arrived'}     | ${'VirtFusion took 0.5 for its own'}
  ${'-2'} | ${'100'} | ${'99.5'} | ${['0', '0.5']} | ${'not_arrived'} | ${'only VirtFusion took anything'}
  ${'-2'} | ${'100'} | ${'100'}  | ${['0', '0.5']} | ${'not_arrived'} | ${'not even VirtFusion took anything yet'}
  ${'-2'} | ${'100'} | ${'98'}   | ${['0', '0.5']} | ${'arrived'}     | ${'its figures speak of 0.5, which is not 2'}
  ${'-2'} | ${'100'} | ${'98'}   | ${['0', '2']}   | ${'unclear'}     | ${'its own servers cost just as much'}
  ${'-2'} | ${'100'} | ${'98'}   | ${null}         | ${'unclear'}     | ${'it may have been ours or its own'}
  ${'-2'} | ${'100'} | ${'100'}  | ${null}         | ${'not_arrived'} | ${'its own taking cannot raise a balance'}
  ${'5'}  | ${'100'} | ${'100'}  | ${null}         | ${'unclear'}     | ${'a credit given may have been used up'}
`('posted $posted, balance $before then $after, native $native: $verdict, as $because', (row) => {
  expect(
    judgeLostCredit({
      tokens: tokens(row.posted),
      before: tokens(row.before),
      after: tokens(row.after),
      native: row.native === null ? null : row.native.map(tokens),
    }),
  ).toBe(row.verdict);
});

const amount = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });

test('never says arrived of what did not, nor the other way, whatever VirtFusion took of what its figures speak of', () => {
  fc.assert(
    fc.property(
      amount.filter((posted) => posted !== 0n),
      amount,
      fc.array(fc.bigInt({ min: 0n, max: 10n ** 15n }), { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      fc.nat(2),
      (posted, before, native, didArrive, which) => {
        const taken = native[which % native.length] ?? 0n;
        const after = before + (didArrive ? posted : 0n) - taken;
        for (const known of [native, null]) {
          const verdict = judgeLostCredit({ tokens: posted, before, after, native: known });
          expect(verdict).not.toBe(didArrive ? 'not_arrived' : 'arrived');
        }
      },
    ),
  );
});
