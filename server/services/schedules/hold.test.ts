import { expect, test } from 'vitest';
import { type HoldRules, holdAt, type Pause, releasedAt } from './hold.ts';

const pause = (over: Partial<Record<'from' | 'until' | 'ended', string>>): Pause => ({
  reason: 'the panel is moved',
  pausedBy: 'admin:2',
  pausedAt: new Date(over.from ?? '2026-11-23T10:00:00Z'),
  until: over.until ? new Date(over.until) : null,
  endedAt: over.ended ? new Date(over.ended) : null,
});
/** Mondays from nine to five; 23 November 2026 is one. */
const rules = (...pauses: Pause[]): HoldRules => ({
  pauses,
  blackouts: [{ days: [1], from: '09:00', until: '17:00' }],
  timezone: 'UTC',
});

test.each`
  rules                                                                          | at                        | kind          | until                     | because
  ${rules()}                                                                     | ${'2026-11-23T08:00:00Z'} | ${null}       | ${'2026-11-23T08:00:00Z'} | ${'nothing holds it back'}
  ${rules()}                                                                     | ${'2026-11-23T09:00:00Z'} | ${'blackout'} | ${'2026-11-23T17:00:00Z'} | ${'a window does'}
  ${rules(pause({}))}                                                            | ${'2026-11-23T12:00:00Z'} | ${'paused'}   | ${null}                   | ${'a pause without an end'}
  ${rules(pause({ until: '2026-11-23T12:00:00Z' }))}                             | ${'2026-11-23T11:00:00Z'} | ${'paused'}   | ${'2026-11-23T17:00:00Z'} | ${'after the pause the window still holds it'}
  ${rules(pause({ until: '2026-11-23T20:00:00Z' }))}                             | ${'2026-11-23T09:30:00Z'} | ${'blackout'} | ${'2026-11-23T20:00:00Z'} | ${'the pause goes on after the window'}
  ${rules(pause({ until: '2026-11-23T12:00:00Z' }))}                             | ${'2026-11-23T09:59:59Z'} | ${'blackout'} | ${'2026-11-23T17:00:00Z'} | ${'the pause has not begun'}
  ${rules(pause({ ended: '2026-11-23T11:00:00Z' }))}                             | ${'2026-11-23T18:00:00Z'} | ${null}       | ${'2026-11-23T18:00:00Z'} | ${'somebody ended it'}
  ${rules(pause({ ended: '2026-11-23T11:00:00Z', until: '2026-11-24T00:00Z' }))} | ${'2026-11-23T18:00:00Z'} | ${null}       | ${'2026-11-23T18:00:00Z'} | ${'somebody ended it before its time'}
`('at $at: $kind, free at $until, because $because', ({ rules, at, kind, until }) => {
  expect(holdAt(rules, new Date(at))?.kind ?? null).toBe(kind);
  expect(releasedAt(rules, new Date(at))?.toISOString() ?? null).toBe(
    until === null ? null : new Date(until).toISOString(),
  );
});
