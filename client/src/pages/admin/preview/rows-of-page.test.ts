import { expect, test } from 'vitest';
import { rowsOfPage } from './rows-of-page.ts';

const rows = Array.from({ length: 120 }, (_, index) => index);

test.each`
  cursor        | first        | count | next
  ${undefined}  | ${0}         | ${50} | ${'50'}
  ${'50'}       | ${50}        | ${50} | ${'100'}
  ${'100'}      | ${100}       | ${20} | ${null}
  ${'150'}      | ${undefined} | ${0}  | ${null}
  ${'nonsense'} | ${0}         | ${50} | ${'50'}
`('the page at $cursor begins with $first, has $count rows and is followed by $next', (row) => {
  const page = rowsOfPage(rows, row.cursor);
  expect({ first: page.rows[0], count: page.rows.length, next: page.nextCursor, total: page.total }).toEqual({
    first: row.first,
    count: row.count,
    next: row.next,
    total: 120,
  });
});
