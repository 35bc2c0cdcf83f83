import { expect, test } from 'vitest';
import { type Cell, csvFile } from './csv-file.ts';

async function written(cells: Cell[]): Promise<string> {
  let text = '';
  const { content } = csvFile({ name: 'a', columns: cells.map((_, at) => `c${at}`), rows: [cells] });
  for await (const piece of content) text += Buffer.from(piece as Uint8Array).toString('utf8');
  return text;
}

test.each`
  cell                                | text                          | because
  ${6_849n}                           | ${'0.006849'}                 | ${'money is exact'}
  ${-5_000_000n}                      | ${'-5.00'}                    | ${'money below nothing is a number'}
  ${-3}                               | ${'-3'}                       | ${'so is a number'}
  ${new Date('2026-11-01T00:00:00Z')} | ${'2026-11-01T00:00:00.000Z'} | ${'an instant is ISO 8601'}
  ${null}                             | ${''}                         | ${'unknown is empty'}
  ${'Ada, "the first"'}               | ${'"Ada, ""the first"""'}     | ${'commas and quotes are quoted'}
  ${'=1+1'}                           | ${"'=1+1"}                    | ${'a spreadsheet runs ='}
  ${'+1'}                             | ${"'+1"}                      | ${'and +'}
  ${'-1+1'}                           | ${"'-1+1"}                    | ${'and - in text'}
  ${'@SUM(A1)'}                       | ${"'@SUM(A1)"}                | ${'and @'}
  ${'\t=1'}                           | ${"'\t=1"}                    | ${'and what follows a tab'}
`('$cell is written as $text: $because', async ({ cell, text }) => {
  expect(await written([cell, 'end'])).toBe(`\uFEFFc0,c1\r\n${text},end\r\n`);
});

test('rows are asked for as they are sent, not before', async () => {
  let asked = 0;
  async function* endless(): AsyncGenerator<Cell[]> {
    for (; ; asked += 1) yield [`row ${asked}`];
  }
  const pieces = csvFile({ name: 'a', columns: ['row'], rows: endless() }).content[Symbol.asyncIterator]();
  await pieces.next();
  await pieces.return?.();
  expect(asked).toBeLessThan(5000);
});
