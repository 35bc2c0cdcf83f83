import { expect, test } from 'vitest';
import { namedPoints } from './named-points.ts';
import { runTorture } from './run-torture.ts';

/** A minute on a machine of its own; a busy one may take long. */
const LIMIT_MS = 540_000;

test(
  'killed twenty times, stopped and cut off, the system charges every hour once, to the micro',
  async () => {
    const report = await runTorture({
      ...{ seed: 21, power: false, kills: 20, servers: 60, hours: 5, instances: 3 },
      ...{ say: () => {}, signal: AbortSignal.timeout(LIMIT_MS - 5_000) },
    });
    expect(report).toMatchObject({ doubled: 0, lost: 0, centsOff: 0, orphanTransactions: 0, broken: [] });
    expect(report.kills).toBeGreaterThanOrEqual(18);
    expect(report.serverHours).toBeGreaterThan(200);
    // How many depends on the machine: a look may take a tenth of the time.
    expect(report.lawLooks).toBeGreaterThan(2);
  },
  LIMIT_MS,
);

test('every deadly point has a name of its own', () => {
  const names = namedPoints.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
