import type { dunningHolds, dunningStages } from '#shared/api/dunning.ts';
import type { Tone } from './ui/badge.tsx';

export type Stage = (typeof dunningStages)[number] | 'clear';
export type Hold = (typeof dunningHolds)[number];

/** What a stage of the ladder is called, and how much it matters: the one place where the stages have words. */
export const stageWords: Record<Stage, { label: string; tone: Tone; meaning: string }> = {
  clear: { label: 'Clear', tone: 'good', meaning: 'Nothing is owed, and the wallet lasts.' },
  warned: { label: 'Runs low', tone: 'warn', meaning: 'The wallet will soon be used up.' },
  grace: {
    label: 'In grace',
    tone: 'warn',
    meaning: 'The wallet is below zero; the servers run on for now.',
  },
  held: { label: 'Held', tone: 'warn', meaning: 'The grace is over, and something keeps the servers up.' },
  suspended: {
    label: 'Suspended',
    tone: 'bad',
    meaning: 'The servers are suspended until the wallet is filled.',
  },
  expired: {
    label: 'Kept for long enough',
    tone: 'bad',
    meaning: 'Suspended for longer than the retention: deletions may be asked for.',
  },
};

export const holdWords: Record<Hold, { label: string; meaning: string }> = {
  flag: { label: 'Never suspend', meaning: 'This customer has the flag “never suspend”.' },
  window: { label: 'Window', meaning: 'Nobody is suspended in this window of the week.' },
  limit: {
    label: 'Waits for a person',
    meaning: 'More suspensions in a day than go without a person’s yes.',
  },
};
