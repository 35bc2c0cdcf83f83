import { expect, test } from 'vitest';
import { balanceDisagreements } from './balance-disagreements.ts';

test.each`
  balance | version | last                            | found    | because
  ${0n}   | ${0}    | ${null}                         | ${false} | ${'a new wallet'}
  ${5n}   | ${3}    | ${{ balance: 5n, version: 3 }}  | ${false} | ${'what the last transaction left'}
  ${-5n}  | ${3}    | ${{ balance: -5n, version: 3 }} | ${false} | ${'below nothing is a balance too'}
  ${6n}   | ${3}    | ${{ balance: 5n, version: 3 }}  | ${true}  | ${'a micro too many'}
  ${5n}   | ${4}    | ${{ balance: 5n, version: 3 }}  | ${true}  | ${'a transaction is missing'}
  ${5n}   | ${0}    | ${null}                         | ${true}  | ${'money from nowhere'}
`('$balance after $last: $found, $because', ({ balance, version, last, found }) => {
  const findings = balanceDisagreements([{ customerId: 11, balance, version, last }]);
  expect(findings.map(({ subject }) => subject)).toEqual(found ? ['wallet:11'] : []);
});
