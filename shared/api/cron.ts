import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { run } from './runs.ts';
import { instant } from './values.ts';

const job = z
  .object({
    /** Whether node-cron has this schedule armed in this process. */
    isScheduled: z.boolean(),
    isRunning: z.boolean(),
    schedule: z.string(),
    timezone: z.string(),
    sentence: z.string(),
    nextRun: instant.nullable(),
    lastRun: instant.nullable(),
    /** The process that claimed the last slot. */
    lastRunBy: z.string().nullable(),
  })
  .meta({ id: 'CronJob' });

const logLine = z
  .object({ at: instant, runId: z.number().int(), status: z.string(), message: z.string() })
  .meta({ id: 'CronLogLine' });

export const cron = {
  status: endpoint({
    method: 'GET',
    path: '/api/admin/cron/status',
    access: 'billing.read',
    summary: 'The schedules as node-cron holds them, and the last runs',
    input: z.object({}),
    output: z.object({
      success: z.literal(true),
      cronStatus: z.object({
        hourlyBilling: job.extend({ enabled: z.boolean(), openRun: run.nullable() }),
        observation: job,
        instance: z.string(),
      }),
      cronLogs: z.object({
        hourlyBilling: z.object({ lastRun: instant.nullable(), logs: z.array(logLine) }),
      }),
    }),
  }),
  trigger: endpoint({
    method: 'POST',
    path: '/api/admin/cron/trigger-hourly-billing',
    access: 'billing.run',
    summary: 'Bill every whole hour that is due now; if a run is open, answers with that one',
    input: z.strictObject({}),
    output: z.object({
      success: z.literal(true),
      message: z.string(),
      /** False when a run was open already: this is that one. */
      opened: z.boolean(),
      run,
    }),
  }),
  preview: endpoint({
    method: 'GET',
    path: '/api/admin/cron/preview',
    access: 'settings.read',
    summary: 'What a schedule means and when it would next run',
    input: z.object({ schedule: z.string().max(200), timezone: z.string().max(60).default('UTC') }),
    output: z.object({
      valid: z.boolean(),
      problem: z.string().nullable(),
      sentence: z.string().nullable(),
      nextRuns: z.array(instant),
    }),
  }),
};
