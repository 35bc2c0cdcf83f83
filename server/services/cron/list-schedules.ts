import type { ScheduleJob } from '#shared/api/cron.ts';
import { pausableJobs, scheduleJobs, startableJobs } from '#shared/api/cron.ts';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { holdAt } from '../schedules/hold.ts';
import { loadHoldRules } from '../schedules/load-hold-rules.ts';
import { nextStarts } from '../schedules/next-starts.ts';
import { checkSchedule } from '../settings/check-schedule.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';
import { schedulesOf } from '../settings/schedules-of.ts';
import type { BillingSettingsRow } from '../settings/settings-keys.ts';
import { lastStart } from './last-start.ts';
import { fixedPatterns, observationSchedule, WATCHDOG_SCHEDULE } from './schedule-patterns.ts';

type Schedule = OutputOf<typeof api.cron.schedules>['schedules'][number];

/** Every schedule as the rows tell it, so that each process tells the same, whichever of them keeps it. */
export async function listSchedules(
  ctx: Context,
  _input: InputOf<typeof api.cron.schedules> = {},
): Promise<OutputOf<typeof api.cron.schedules>> {
  const schedules: Schedule[] = [];
  for (const job of scheduleJobs) schedules.push(await oneSchedule(ctx, job));
  return { at: ctx.clock.now(), schedules };
}

/** One of them. */
export async function oneSchedule(ctx: Context, job: ScheduleJob): Promise<Schedule> {
  const { row } = await readBillingSettings(ctx);
  const now = ctx.clock.now();
  const { patterns, timezone, enabled, runsIn } = plan(ctx, job, row);
  const rules = await loadHoldRules(ctx, job);
  const hold = holdAt(rules, now);
  return {
    job,
    patterns: patterns.map((pattern) => ({
      pattern,
      sentence: checkSchedule(pattern, timezone, now).sentence ?? 'This is no schedule that can run',
    })),
    timezone,
    enabled,
    runsIn,
    lastRun: await lastStart(ctx, { job, currency: row.currency }),
    nextRuns: enabled ? nextStarts({ schedules: patterns, timezone, rules }) : [],
    pause: hold?.pause ?? null,
    blackoutUntil: hold?.kind === 'blackout' ? hold.until : null,
    canPause: (pausableJobs as readonly ScheduleJob[]).includes(job),
    canStart: job === 'hourly-billing' || (startableJobs as readonly ScheduleJob[]).includes(job),
  };
}

type Plan = Pick<Schedule, 'timezone' | 'enabled' | 'runsIn'> & { patterns: string[] };

function plan(ctx: Context, job: ScheduleJob, row: BillingSettingsRow): Plan {
  const always = { timezone: 'UTC', enabled: true, runsIn: 'one' } as const;
  switch (job) {
    case 'hourly-billing':
      return { ...always, patterns: schedulesOf(row), timezone: row.timezone, enabled: row.cronEnabled };
    case 'observation':
      return { ...always, patterns: [observationSchedule(row.observationIntervalMinutes)] };
    case 'alerts':
    case 'dunning':
    case 'history':
    case 'proof':
    case 'audit':
      return { ...always, patterns: [fixedPatterns[job]] };
    case 'backup':
      return {
        ...always,
        patterns: [fixedPatterns[job]],
        enabled: ctx.env.backupDir !== undefined && !ctx.demo,
      };
    case 'watchdog':
      return { ...always, patterns: [WATCHDOG_SCHEDULE], runsIn: 'every' };
    default:
      return job satisfies never;
  }
}
