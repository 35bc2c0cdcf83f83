import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPacer } from './pacer.ts';
import { steppingClock } from './testing/client-of.ts';

const minuteMs = 60_000;

test('no stretch of 60 seconds holds more than its number of requests, however they arrive', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 300 }),
      fc.array(fc.constantFrom(0, 0, 0, 1, 40, 900, 20_000, 90_000), { minLength: 1, maxLength: 400 }),
      async (requestsPerMinute, idles) => {
        const clock = steppingClock();
        const pacer = createPacer({ clock, requestsPerMinute, longestPauseMs: 120_000 });
        const sent: number[] = [];
        for (const idle of idles) {
          clock.step(idle);
          await pacer.turn();
          sent.push(clock.now().getTime());
        }
        sent.forEach((at, index) => {
          const later = sent[index + requestsPerMinute];
          expect(later === undefined || later - at >= minuteMs).toBe(true);
        });
      },
    ),
    { numRuns: 200 },
  );
});

test('a steady stream gets nearly all of its number', async () => {
  const clock = steppingClock();
  const start = clock.now().getTime();
  const pacer = createPacer({ clock, requestsPerMinute: 100, longestPauseMs: 120_000 });
  for (let sent = 0; sent < 1_000; sent++) await pacer.turn();
  expect((clock.now().getTime() - start) / minuteMs).toBeLessThan(11);
});

test('without a number nobody waits', async () => {
  const clock = steppingClock();
  const pacer = createPacer({ clock, requestsPerMinute: null, longestPauseMs: 120_000 });
  for (let sent = 0; sent < 100; sent++) await pacer.turn();
  expect(clock.slept).toEqual([]);
});

test('a pause holds all who come after it, once', async () => {
  const clock = steppingClock();
  const pacer = createPacer({ clock, requestsPerMinute: null, longestPauseMs: 120_000 });
  pacer.pause(7_000);
  await pacer.turn();
  await pacer.turn();
  expect(clock.slept).toEqual([7_000]);
});

test('a pause that begins while one waits for a turn holds that one too', async () => {
  const clock = steppingClock();
  const pacer = createPacer({
    clock: {
      now: clock.now,
      async sleep(ms) {
        if (clock.slept.length === 0) pacer.pause(5_000);
        await clock.sleep(ms);
      },
    },
    requestsPerMinute: 60,
    longestPauseMs: 120_000,
  });
  for (let sent = 0; sent < 6; sent++) await pacer.turn(); // the bucket
  const emptied = clock.now().getTime();
  await pacer.turn();
  expect(clock.now().getTime() - emptied).toBeGreaterThanOrEqual(5_000);
});

test('a pause longer than patience is reported at once instead of waited for', async () => {
  const clock = steppingClock();
  const pacer = createPacer({ clock, requestsPerMinute: null, longestPauseMs: 120_000 });
  pacer.pause(3_600_000);
  expect(await pacer.turn()).toBe(3_600_000);
  expect(clock.slept).toEqual([]);
});

test('a clock set back by an hour does not mean an hour of silence', async () => {
  const clock = steppingClock();
  const pacer = createPacer({ clock, requestsPerMinute: 10, longestPauseMs: 120_000 });
  await pacer.turn();
  clock.step(-3_600_000);
  await pacer.turn();
  expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(minuteMs);
});
