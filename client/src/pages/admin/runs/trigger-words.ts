import type { Run } from '#shared/api/runs.ts';

/** What opened a run, in words. */
export const triggerWords: Record<Run['trigger'], string> = {
  schedule: 'On schedule',
  manual: 'By hand',
  watchdog: 'Caught up a missed time',
  start: 'At start',
};
