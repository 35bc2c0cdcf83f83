import type { alertKinds } from '#shared/api/alerts.ts';
import type { Tone } from './ui/badge.tsx';

export type AlertKind = (typeof alertKinds)[number];

/** What an alert is called, and how much it matters: the one place where the kinds have words. */
export const alertWords: Record<AlertKind, { title: string; tone: Tone }> = {
  run_held: { title: 'A run is held for review', tone: 'warn' },
  server_failed: { title: 'Some servers could not be billed', tone: 'bad' },
  panel_silent: { title: 'VirtFusion cannot be read', tone: 'bad' },
  clocks_apart: { title: 'The clocks disagree', tone: 'bad' },
  missed_run: { title: 'A run was missed, and caught up', tone: 'warn' },
};
