import { expect, test } from 'vitest';
import { BEFORE_ALL, chainEntries, linkHash } from './chain-entries.ts';

const entries = ['one', 'two', 'three'].map((text, at) => ({ auditId: at + 1, text }));

test('each seal holds the hash of the one before it', () => {
  const [one, two, three] = chainEntries(BEFORE_ALL, entries);
  expect(one).toEqual({ position: 1, auditId: 1, hash: linkHash('0'.repeat(64), 'one') });
  expect(two?.hash).toBe(linkHash(one?.hash ?? '', 'two'));
  expect(three?.hash).toBe(linkHash(two?.hash ?? '', 'three'));
});

test('the first link is the SHA-256 of 32 zero bytes and the entry: anybody can check it with other tools', () => {
  expect(linkHash(BEFORE_ALL.hash, 'one')).toBe(
    '4e233ba6ac7032d3894ecea5974fd96176e564b024af45747eb46357af8d2401',
  );
});

test('a chain that is made in two goes is the same chain', () => {
  const whole = chainEntries(BEFORE_ALL, entries);
  const first = chainEntries(BEFORE_ALL, entries.slice(0, 2));
  const head = first.at(-1) ?? BEFORE_ALL;
  expect([...first, ...chainEntries(head, entries.slice(2))]).toEqual(whole);
});

test.each`
  change                      | changed
  ${'another word'}           | ${['one', 'twe', 'three']}
  ${'another order'}          | ${['two', 'one', 'three']}
  ${'one less at the front'}  | ${['two', 'three']}
  ${'a letter moved between'} | ${['onet', 'wo', 'three']}
`('$change is another head', ({ changed }: { changed: string[] }) => {
  const texts = changed.map((text, at) => ({ auditId: at + 1, text }));
  expect(chainEntries(BEFORE_ALL, texts).at(-1)?.hash).not.toBe(
    chainEntries(BEFORE_ALL, entries).at(-1)?.hash,
  );
});
