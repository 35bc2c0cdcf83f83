import { expect, test } from 'vitest';
import { namedPoints } from './named-points.ts';
import { runTorture } from './run-torture.ts';

const LIMIT_MS = 150_000;
const exact = { doubled: 0, lost: 0, centsOff: 0, orphanTransactions: 0, broken: [] };

test.each`
  power    | seed  | billed
  ${false} | ${21} | ${'existence'}
  ${true}  | ${22} | ${'power'}
`(
  'killed, stopped and cut off while it bills $billed, the system charges every hour once, to the micro',
  async ({ power, seed }) => {
    const report = await runTorture({
      ...{ seed, power, kills: 10, servers: power ? 30 : 100, hours: 5, instances: 3 },
      ...{ say: () => {}, signal: AbortSignal.timeout(LIMIT_MS - 5_000) },
    });
    expect(report).toMatchObject(exact);
    expect(report.kills).toBeGreaterThanOrEqual(8);
    expect(report.serverHours).toBeGreaterThan(power ? 50 : 300);
    expect(report.lawLooks).toBeGreaterThan(10);
  },
  LIMIT_MS,
);

test('every deadly point has a name of its own', () => {
  const names = namedPoints.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
