import { expect, test } from 'vitest';
import { breaks } from './breaks.ts';
import { runTorture } from './run-torture.ts';

const LIMIT_MS = 120_000;

test.each(breaks)(
  'the torture goes red within two minutes on: $name',
  async ({ finding, patches, disarm, torture }) => {
    const { broken } = await runTorture({
      ...{ seed: 11, kills: 3, servers: 40, hours: 4, instances: 2, power: false, ...torture },
      ...{ patches, disarm, say: () => {}, signal: AbortSignal.timeout(LIMIT_MS - 5_000) },
    });
    expect(broken.join('\n')).toMatch(finding);
  },
  LIMIT_MS,
);
