import { expect, test } from 'vitest';
import { IdSet } from './id-set.ts';

test('keeps each id once, small and large, side by side', () => {
  const ids = [1, 2, 7, 8, 9, 65_535, 65_536, 65_537, 2_147_483_647];
  const set = new IdSet();
  expect(ids.map((id) => set.add(id))).toEqual(ids.map(() => true));
  expect(ids.map((id) => set.add(id))).toEqual(ids.map(() => false));
  expect(set.size).toBe(ids.length);
  expect([3, 10, 65_534, 65_538, 131_072].filter((id) => set.has(id))).toEqual([]);
  expect(ids.every((id) => set.has(id))).toBe(true);
});
