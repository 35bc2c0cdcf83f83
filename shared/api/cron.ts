import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { run } from './runs.ts';
import { instant, reason } from './values.ts';

/** The schedules of the product, each with a name that never changes: it is in slots and pauses. */
export const scheduleJobs = [
  'hourly-billing',
  'observation',
  'alerts',
  'dunning',
  'history',
  'proof',
  'audit',
  'backup',
  'watchdog',
] as const;
export type ScheduleJob = (typeof scheduleJobs)[number];

/** Those a person may hold back, and those a person may start out of turn. */
export const pausableJobs = ['hourly-billing', 'observation'] as const satisfies ScheduleJob[];
export const startableJobs = [
  'observation',
  'alerts',
  'dunning',
  'history',
  'proof',
  'audit',
] as const satisfies ScheduleJob[];

const pause = z
  .object({
    reason: z.string(),
    pausedAt: instant,
    pausedBy: z.string(),
    /** Null: until somebody ends it. */
    until: instant.nullable(),
  })
  .meta({ id: 'SchedulePause' });

const schedule = z
  .object({
    job: z.enum(scheduleJobs),
    /** Its cron expressions; in one zone. */
    patterns: z.array(z.object({ pattern: z.string(), sentence: z.string() })),
    timezone: z.string(),
    /** False while billing is switched off, for its own schedule. */
    enabled: z.boolean(),
    /** Every process does it, or one of them a slot. */
    runsIn: z.enum(['one', 'every']),
    lastRun: z
      .object({
        at: instant,
        finishedAt: instant.nullable(),
        outcome: z.enum(['done', 'failed', 'held_back', 'going_on']),
        /** What came of it, in a sentence. */
        detail: z.string().nullable(),
        by: z.string().nullable(),
        runId: z.number().int().nullable(),
      })
      .nullable(),
    /** The next five, with what is held back moved to where it is caught up. */
    nextRuns: z.array(z.object({ at: instant, catchesUp: z.boolean() })),
    pause: pause.nullable(),
    /** Until when a window of the week holds it back now. */
    blackoutUntil: instant.nullable(),
    canPause: z.boolean(),
    canStart: z.boolean(),
  })
  .meta({ id: 'Schedule' });

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
        hourlyBilling: job.extend({
          enabled: z.boolean(),
          openRun: run.nullable(),
          /** All its schedules; `schedule` is the first. */
          schedules: z.array(z.string()),
          pause: pause.nullable(),
          blackoutUntil: instant.nullable(),
        }),
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
  schedules: endpoint({
    method: 'GET',
    path: '/api/admin/cron/schedules',
    access: 'billing.read',
    summary:
      'Every schedule: what it means, when it runs next, what came of the last time, what holds it back',
    input: z.object({}),
    output: z.object({ at: instant, schedules: z.array(schedule) }),
  }),
  pause: endpoint({
    method: 'POST',
    path: '/api/admin/cron/schedules/:job/pause',
    access: 'billing.run',
    summary:
      'Let a schedule start nothing, until an instant or until it is resumed; what is due is caught up then',
    input: z.strictObject({ job: z.enum(pausableJobs), reason, until: instant.nullable() }),
    output: schedule,
  }),
  resume: endpoint({
    method: 'POST',
    path: '/api/admin/cron/schedules/:job/resume',
    access: 'billing.run',
    summary: 'End the pause of a schedule',
    input: z.strictObject({ job: z.enum(pausableJobs) }),
    output: schedule,
  }),
  start: endpoint({
    method: 'POST',
    path: '/api/admin/cron/schedules/:job/start',
    access: 'billing.run',
    summary: 'Do now what a schedule would do; hourly billing has its own endpoint',
    input: z.strictObject({ job: z.enum(startableJobs) }),
    output: schedule,
  }),
};
