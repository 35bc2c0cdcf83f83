import { expect, test } from 'vitest';
import { runTorture } from './run-torture.ts';

const LIMIT_MS = 150_000;

test(
  'where power is priced as well, every hour is charged once, to the micro',
  async () => {
    const report = await runTorture({
      ...{ seed: 22, power: true, kills: 10, servers: 30, hours: 5, instances: 3 },
      ...{ say: () => {}, signal: AbortSignal.timeout(LIMIT_MS - 5_000) },
    });
    expect(report).toMatchObject({ doubled: 0, lost: 0, centsOff: 0, orphanTransactions: 0, broken: [] });
    expect(report.kills).toBeGreaterThanOrEqual(8);
    expect(report.serverHours).toBeGreaterThan(50);
    // How many depends on the machine: a look may take a tenth of the time.
    expect(report.lawLooks).toBeGreaterThan(2);
  },
  LIMIT_MS,
);
