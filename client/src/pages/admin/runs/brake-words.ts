import type { Run } from '#shared/api/runs.ts';

/** What held a run, in words. */
export const brakeWords: Record<Run['heldReasons'][number]['brake'], string> = {
  total: 'It would charge far more than usual',
  fleet: 'The fleet has changed a lot since it was looked at last',
  catch_up: 'It has many hours to catch up',
  free: 'Many more servers than usual would cost nothing',
  clocks: 'The clocks do not agree',
};

/** What a brake looks at. */
export const brakeNames: Record<Run['heldReasons'][number]['brake'], string> = {
  total: 'Price of a server-hour',
  fleet: 'Size of the fleet',
  catch_up: 'Hours to catch up',
  free: 'Servers that cost nothing',
  clocks: 'Clocks',
};
