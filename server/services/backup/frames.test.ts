import { expect, test } from 'vitest';
import { type Frame, frame, readFrames } from './frames.ts';

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(bytes: Buffer, size: number): Promise<Frame[]> {
  const found: Frame[] = [];
  for await (const one of readFrames(pieces(bytes, size))) found.push(one);
  return found;
}

const bytes = Buffer.concat([
  frame('t', { name: 'transactions' }),
  frame('d', Buffer.from('1\t2\n')),
  frame('d', Buffer.alloc(0)),
]);

test.each([1, 3, 7, 1000])(
  'parts come back whole, however the bytes come in (%i at a time)',
  async (size) => {
    expect((await all(bytes, size)).map(({ kind, payload }) => [kind, payload.toString('utf8')])).toEqual([
      ['t', '{"name":"transactions"}'],
      ['d', '1\t2\n'],
      ['d', ''],
    ]);
  },
);

test.each([
  ['cut short', bytes.subarray(0, -3), /ends in the middle/],
  ['of an unknown kind', Buffer.concat([bytes, frame('x' as 'd', Buffer.alloc(1))]), /unknown kind/],
  ['of a length beyond sense', Buffer.from('d\xff\xff\xff\xff', 'latin1'), /no sensible length/],
])('what is %s is refused', async (_what, broken, message) => {
  await expect(all(broken, 5)).rejects.toThrow(message);
});
