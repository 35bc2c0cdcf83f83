import { describe, expect, test } from 'vitest';
import { systemClock } from './clock.ts';
import { settableClock } from './testing/settable-clock.ts';

describe('the system clock', () => {
  test('never runs backwards between two looks', () => {
    const first = systemClock.now();
    expect(systemClock.now().getTime()).toBeGreaterThanOrEqual(first.getTime());
  });

  test('a sleep longer than a timer can hold does not end at once', async () => {
    const giveUp = new AbortController();
    const asleep = systemClock.sleep(2 ** 31, giveUp.signal);
    const outcome = Promise.race([asleep.then(() => 'woke'), systemClock.sleep(20).then(() => 'asleep')]);
    expect(await outcome).toBe('asleep');
    giveUp.abort();
    await expect(asleep).rejects.toThrow(/abort/i);
  });

  test('an aborted sleep ends with an AbortError', async () => {
    await expect(systemClock.sleep(60_000, AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  test('sleeping no time, or less, is over at once', async () => {
    await expect(Promise.all([systemClock.sleep(0), systemClock.sleep(-5)])).resolves.toHaveLength(2);
  });
});

describe('the settable clock', () => {
  test('moves by what it is told, and only then', () => {
    const clock = settableClock('2026-03-01T00:00:00Z');
    clock.advance(1_500);
    expect(clock.now().toISOString()).toBe('2026-03-01T00:00:01.500Z');
    clock.set('2026-02-01T00:00:00Z');
    expect(clock.now().toISOString()).toBe('2026-02-01T00:00:00.000Z');
  });

  test('a sleep takes no time here and all of it there', async () => {
    const clock = settableClock('2026-03-01T00:00:00Z');
    await clock.sleep(3_600_000);
    expect(clock.now().toISOString()).toBe('2026-03-01T01:00:00.000Z');
  });

  test('hands out instants that cannot move the clock', () => {
    const clock = settableClock('2026-03-01T00:00:00Z');
    clock.now().setUTCFullYear(1999);
    expect(clock.now().getUTCFullYear()).toBe(2026);
  });

  test('refuses to sleep once aborted', async () => {
    const clock = settableClock('2026-03-01T00:00:00Z');
    await expect(clock.sleep(1_000, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(clock.now().toISOString()).toBe('2026-03-01T00:00:00.000Z');
  });
});
