import { expect, test } from 'vitest';
import { repeatedFailures } from './repeated-failures.ts';

const bram = { id: 8, name: 'bram-web-1', lastRunId: 31, detail: 'numeric overflow' };

test.each`
  runs | found    | because
  ${1} | ${false} | ${'once may be chance'}
  ${2} | ${false} | ${'so may twice'}
  ${3} | ${true}  | ${'three times is a habit'}
`('a server that failed in $runs runs: $found, $because', ({ runs, found }) => {
  const findings = repeatedFailures({ servers: [{ ...bram, runs }], jobs: [] });
  expect(findings.map(({ subject }) => subject)).toEqual(found ? ['server:8'] : []);
});

test('the error, the run to retry, and work that was given up are named', () => {
  const [server, job] = repeatedFailures({
    servers: [{ ...bram, runs: 4 }],
    jobs: [{ task: 'drain_run', jobs: 2, error: 'the disk is full' }],
  });
  expect(server?.message).toContain('failed in 4 of the last runs, and its hours wait: numeric overflow');
  expect(server?.facts).toEqual({ runId: 31 });
  expect(job).toMatchObject({
    subject: 'job:drain_run',
    message: '2 jobs of drain_run failed at every try and were given up: the disk is full.',
  });
});
