import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderPart } from '../testing/render-part.tsx';
import { Money, moneyText } from './money.tsx';

test.each`
  micros                    | text
  ${6849n}                  | ${'$0.006849'}
  ${5_000_000n}             | ${'$5.00'}
  ${-12_500_000n}           | ${'-$12.50'}
  ${0n}                     | ${'$0.00'}
  ${999_999_999_999_999n}   | ${'$999,999,999.999999'}
  ${9_007_199_254_740_993n} | ${'$9,007,199,254.740993'}
`('$micros micros are $text, to the last decimal', ({ micros, text }) => {
  expect(moneyText(micros, 'USD')).toBe(text);
});

test('in a column every amount has six decimals', () => {
  expect(moneyText(5_000_000n, 'USD', { aligned: true })).toBe('$5.000000');
  expect(moneyText(5_000_000n, 'JPY', { aligned: true })).toBe('¥5.000000');
});

test('an amount is shown in the currency of the installation', () => {
  renderPart(<Money amount={1_500_000n} signed />);
  expect(screen.getByText('+$1.50')).toBeInTheDocument();
});
