import type { Context } from '../../context.ts';
import { enqueueBackup, enqueueHistory, enqueueProof } from '../../jobs/enqueue.ts';
import { detectAlerts } from '../alerts/detect-alerts.ts';
import { sealAudit } from '../audit/seal-audit.ts';
import { keepDunning } from '../dunning/keep-dunning.ts';
import { fixedPatterns } from './schedule-patterns.ts';

type FixedJob = keyof typeof fixedPatterns;

const works: Record<FixedJob, (ctx: Context) => Promise<unknown>> = {
  alerts: detectAlerts,
  dunning: keepDunning,
  history: enqueueHistory,
  proof: enqueueProof,
  audit: sealAudit,
  backup: enqueueBackup,
};

/** Schedules that nobody sets: when, in UTC, and what one process of all then does. */
export const fixedSchedules = (Object.keys(works) as FixedJob[]).map((job) => ({
  job,
  pattern: fixedPatterns[job],
  work: works[job],
}));
