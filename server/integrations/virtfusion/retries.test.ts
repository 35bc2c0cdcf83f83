import { expect, test } from 'vitest';
import { httpDate, jitteredWaitMs, retryAfterMs, withRetries } from './retries.ts';
import { steppingClock } from './testing/client-of.ts';

const now = new Date('2026-11-20T12:00:00Z');

test.each`
  header                             | date                               | waitMs    | because
  ${'7'}                             | ${undefined}                       | ${7_000}  | ${'seconds'}
  ${'0'}                             | ${undefined}                       | ${0}      | ${'at once'}
  ${'Fri, 20 Nov 2026 12:00:30 GMT'} | ${undefined}                       | ${30_000} | ${'a date, by our clock'}
  ${'Fri, 20 Nov 2026 13:00:30 GMT'} | ${'Fri, 20 Nov 2026 13:00:00 GMT'} | ${30_000} | ${'a date, by the clock that wrote it'}
  ${'Fri, 20 Nov 2026 11:00:00 GMT'} | ${undefined}                       | ${0}      | ${'already over'}
  ${'-5'}                            | ${undefined}                       | ${null}   | ${'nonsense'}
  ${'soon'}                          | ${undefined}                       | ${null}   | ${'nonsense'}
  ${''}                              | ${undefined}                       | ${null}   | ${'empty'}
  ${undefined}                       | ${undefined}                       | ${null}   | ${'missing'}
`('Retry-After $header asks for $waitMs ms: $because', ({ header, date, waitMs }) => {
  const headers = Object.fromEntries(
    Object.entries({ 'retry-after': header, date }).filter(([, value]) => value !== undefined),
  );
  expect(retryAfterMs(headers as Record<string, string>, now)).toBe(waitMs);
});

test.each(['2026-11-20', 'Fri, 20 Nov 2026 12:00:30 CET', 'Fri, 20 Nov 2026 99:00:30 GMT', undefined])(
  '%s is no HTTP date',
  (text) => {
    expect(httpDate(text)).toBeNull();
  },
);

test.each([
  [1, 500],
  [2, 1_000],
  [3, 2_000],
  [7, 30_000],
  [60, 30_000],
])('after %d failures the wait lies between 0 and %d ms', (failures, longest) => {
  expect(jitteredWaitMs(failures, 0)).toBe(0);
  expect(jitteredWaitMs(failures, 0.5)).toBe(longest / 2);
  expect(jitteredWaitMs(failures, 0.999999)).toBe(longest - 1);
});

test.each`
  succeedsAt | tries | waitMs    | attempts | ends        | because
  ${1}       | ${4}  | ${1_000}  | ${1}     | ${'well'}   | ${'nothing to repeat'}
  ${3}       | ${4}  | ${1_000}  | ${3}     | ${'well'}   | ${'the third did it'}
  ${9}       | ${4}  | ${1_000}  | ${4}     | ${'fail 4'} | ${'four tries and no more'}
  ${9}       | ${9}  | ${50_000} | ${3}     | ${'fail 3'} | ${'a third wait would pass 120 s'}
  ${9}       | ${4}  | ${null}   | ${1}     | ${'fail 1'} | ${'final'}
  ${9}       | ${1}  | ${1_000}  | ${1}     | ${'fail 1'} | ${'one try'}
`('$attempts attempts, then $ends: $because', async ({ succeedsAt, tries, waitMs, attempts, ends }) => {
  let made = 0;
  const plan = { clock: steppingClock(), tries, budgetMs: 120_000, waitAfter: () => waitMs as number | null };
  const end = await withRetries(plan, async () => {
    made += 1;
    if (made < succeedsAt) throw new Error(`fail ${made}`);
    return 'well';
  }).catch((error: Error) => error.message);
  expect([made, end]).toEqual([attempts, ends]);
});

test('cancelled while it waits, a call ends as its last attempt did', async () => {
  const stop = new AbortController();
  const clock = steppingClock();
  const plan = {
    clock: {
      now: clock.now,
      sleep: async (ms: number, signal?: AbortSignal) => {
        stop.abort();
        await clock.sleep(ms, signal);
      },
    },
    tries: 4,
    budgetMs: 120_000,
    waitAfter: () => 10,
    signal: stop.signal,
  };
  await expect(withRetries(plan, () => Promise.reject(new Error('fail 1')))).rejects.toThrow('fail 1');
});
