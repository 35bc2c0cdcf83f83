import type { Finding } from '../raise-alert.ts';
import { instantText } from './name-some.ts';

export interface BackupFacts {
  now: Date;
  /** Whether backups are made by themselves. */
  scheduled: boolean;
  maxAgeHours: number;
  /** When the newest backup that was proved was taken. */
  provedTakenAt: Date | null;
  /** What was wrong with the newest that was looked at. */
  problem: string | null;
  /** When something was first written here: a new installation has nothing to lose yet. */
  firstWrittenAt: Date | null;
}

const HOUR_MS = 3_600_000;

/** No backup was proved for longer than is allowed. Where none are asked for, none is missed. */
export function staleBackup(facts: BackupFacts): Finding[] {
  const { now, scheduled, maxAgeHours, provedTakenAt, problem, firstWrittenAt } = facts;
  const since = provedTakenAt ?? firstWrittenAt;
  if (!scheduled || !since || now.getTime() - since.getTime() <= maxAgeHours * HOUR_MS) return [];
  const last = provedTakenAt
    ? `The last backup that was proved was taken at ${instantText(provedTakenAt)}`
    : 'No backup was ever proved';
  const why = problem ? ` The newest one: ${problem.slice(0, 500)}` : '';
  return [
    {
      kind: 'backup_stale',
      subject: 'backup',
      message: `${last}, and BACKUP_MAX_AGE_HOURS allows ${maxAgeHours}. Run npm run backup, and look at the log of a process with the role worker.${why}`,
      facts: { provedTakenAt: provedTakenAt?.toISOString() ?? null },
    },
  ];
}
