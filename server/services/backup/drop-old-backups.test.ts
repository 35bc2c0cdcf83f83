import { expect, test } from 'vitest';
import { namesToDrop } from './drop-old-backups.ts';

const nights = (...days: number[]) =>
  days.map((day) => `skypanel-2026-11-${String(day).padStart(2, '0')}T02-13-00Z.backup`);

test.each`
  there           | keep | proved  | gone      | because
  ${[1, 2, 3, 4]} | ${2} | ${4}    | ${[1, 2]} | ${'the newest two stay'}
  ${[4, 1, 3, 2]} | ${2} | ${4}    | ${[1, 2]} | ${'whatever order the folder tells them in'}
  ${[1, 2]}       | ${2} | ${2}    | ${[]}     | ${'there are no more than are kept'}
  ${[1, 2, 3, 4]} | ${1} | ${2}    | ${[1]}    | ${'the last that was proved stays, and what is newer'}
  ${[1, 2, 3, 4]} | ${2} | ${null} | ${[]}     | ${'none was proved: none goes'}
`('of $there, $keep kept and $proved proved, $gone go: $because', ({ there, keep, proved, gone }) => {
  const [lastProved = null] = proved === null ? [] : nights(proved);
  expect(namesToDrop(nights(...there), { keep, lastProved })).toEqual(nights(...gone));
});
