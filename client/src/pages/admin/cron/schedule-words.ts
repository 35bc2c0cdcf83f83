import type { Schedule } from '../../../api/cron.ts';
import type { Tone } from '../../../components/ui/badge.tsx';

/** What each schedule is called, and what it is for. */
export const scheduleWords: Record<Schedule['job'], { title: string; purpose: string }> = {
  'hourly-billing': {
    title: 'Hourly billing',
    purpose: 'Opens a run, which bills every whole hour that has ended and was seen.',
  },
  observation: {
    title: 'Looking at the servers',
    purpose: 'Asks VirtFusion which servers are there and which of them are up.',
  },
  alerts: {
    title: 'Looking for anomalies',
    purpose: 'Looks for what a person should see to; also after every run.',
  },
  dunning: {
    title: 'Judging who owes',
    purpose:
      'Moves customers along the dunning ladder as its policy says; also after every run, and at once when somebody pays.',
  },
  history: {
    title: 'Keeping the history',
    purpose: 'Forgets what only told how things went, and packs old months where the settings ask for it.',
  },
  proof: {
    title: 'Proving the books',
    purpose:
      'Compares ledger, wallets and what is outside, every night; the dashboard shows what came of it.',
  },
  audit: {
    title: 'Sealing the audit',
    purpose: 'Chains every new audit entry to the one before it, so that a change of the past shows.',
  },
  backup: {
    title: 'Backup',
    purpose:
      'Writes a backup into BACKUP_DIR and proves it by restoring it into a scratch database. Off while BACKUP_DIR is unset.',
  },
  watchdog: {
    title: 'Watchdog',
    purpose: 'Goes on with a run whose process died, and opens one that was missed or held back.',
  },
};

export const outcomeWords: Record<
  NonNullable<Schedule['lastRun']>['outcome'],
  { label: string; tone: Tone }
> = {
  done: { label: 'Done', tone: 'good' },
  failed: { label: 'Failed', tone: 'bad' },
  held_back: { label: 'Held back', tone: 'warn' },
  going_on: { label: 'At work', tone: 'info' },
};

/** What holding it back does, said before it is done. */
export const pauseWords: Record<'hourly-billing' | 'observation', string> = {
  'hourly-billing':
    'No run starts by itself, and none is missed: when the pause ends, one run bills all that is due by then. Servers are looked at as before. “Bill now” still works.',
  observation:
    'VirtFusion is not asked by schedule. Time that nobody saw is a gap: what happens to it, the gap policy in the settings says. Each run still looks first.',
};
