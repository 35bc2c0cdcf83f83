import { expect, test } from 'vitest';
import { changedFields } from './changed-fields.ts';

const noon = '2026-11-01T12:00:00Z';

test.each`
  before                        | after                         | fields              | because
  ${{ on: false, hours: 730 }}  | ${{ on: true, hours: 730 }}   | ${['on']}           | ${'what stayed is not listed'}
  ${{ hours: 730 }}             | ${{ hours: 730 }}             | ${[]}               | ${'nothing changed'}
  ${{ price: 5n }}              | ${{ price: 6n }}              | ${['price']}        | ${'money is compared as money'}
  ${{ at: new Date(noon) }}     | ${{ at: new Date(noon) }}     | ${[]}               | ${'equal instants are equal'}
  ${{ cap: null }}              | ${{}}                         | ${[]}               | ${'absent and null are the same nothing'}
  ${{ old: 1 }}                 | ${{ fresh: 2 }}               | ${['old', 'fresh']} | ${'a field may come or go'}
  ${{ terms: { cap: [1, 2] } }} | ${{ terms: { cap: [1, 3] } }} | ${['terms']}        | ${'depth counts'}
`('$because: $fields', ({ before, after, fields }) => {
  const changed = changedFields(before, after);
  expect(Object.keys(changed.before)).toEqual(fields);
  expect(Object.keys(changed.after)).toEqual(fields);
});

test('each side shows its own value', () => {
  expect(changedFields({ on: false }, { on: true })).toEqual({ before: { on: false }, after: { on: true } });
});
