import { expect, test } from 'vitest';
import { z } from 'zod';
import { cutPage, decodeCursor, encodeCursor, whole } from './cursor.ts';

test.each([[[7]], [['name', 12]], [['Ünïcode', '-5000000', 1_793_534_400_000]]])(
  'a cursor of %j comes back as it was',
  (key) => {
    const cursor = encodeCursor(key);
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(decodeCursor(cursor, z.array(z.union([z.string(), whole])))).toEqual(key);
  },
);

test('no cursor is the first page', () => {
  expect(decodeCursor(undefined, z.tuple([whole]))).toBeNull();
});

test.each([
  ['nothing', ''],
  ['no base64url of JSON', 'abc'],
  ['words for numbers', encodeCursor(['7'])],
  ['parts of numbers', encodeCursor([0.5])],
  ['too many parts', encodeCursor([7, 8])],
])('a cursor with %s is refused', (_what, cursor) => {
  expect(() => decodeCursor(cursor, z.tuple([whole]))).toThrowError(
    expect.objectContaining({ code: 'invalid_input', fields: [expect.objectContaining({ path: 'cursor' })] }),
  );
});

test.each`
  found        | rows      | more
  ${[]}        | ${[]}     | ${false}
  ${[1]}       | ${[1]}    | ${false}
  ${[1, 2]}    | ${[1, 2]} | ${false}
  ${[1, 2, 3]} | ${[1, 2]} | ${true}
`('of $found found for a page of two, $rows are shown and more: $more', ({ found, rows, more }) => {
  const page = cutPage<number>(found, 2, (row) => [row]);
  expect(page).toEqual({ rows, nextCursor: more ? encodeCursor([2]) : null });
});
