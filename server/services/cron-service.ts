import { createTask, type ScheduledTask, setLogger } from 'node-cron';
import type { ScheduleJob } from '#shared/api/cron.ts';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { RunTrigger } from '#shared/schema/index.ts';
import { actorKey, asSystem, type Context } from '../context.ts';
import { finishSlot, slotCoordinator, slotKey } from '../jobs/slot-coordinator.ts';
import { openRun } from './billing/open-run.ts';
import { cronLogger } from './cron/cron-logger.ts';
import { cronLogs } from './cron/cron-logs.ts';
import { cronStatus } from './cron/cron-status.ts';
import { describe, sentenceOf } from './cron/error-words.ts';
import { fixedSchedules } from './cron/fixed-schedules.ts';
import { listSchedules, oneSchedule } from './cron/list-schedules.ts';
import { observationSchedule, WATCHDOG_SCHEDULE } from './cron/schedule-patterns.ts';
import { startSchedule } from './cron/start-schedule.ts';
import { triggerBilling } from './cron/trigger-billing.ts';
import { watchSchedule } from './cron/watch-schedule.ts';
import { ServerUptimeService } from './infrastructure/server-uptime-service.ts';
import { findHold } from './schedules/load-hold-rules.ts';
import { pauseSchedule, resumeSchedule } from './schedules/pause-schedule.ts';
import { checkSchedule } from './settings/check-schedule.ts';
import { readBillingSettings } from './settings/get-billing-settings.ts';

const BILLING_JOB = 'hourly-billing' satisfies ScheduleJob;
const OBSERVATION_JOB = 'observation' satisfies ScheduleJob;

/** PM2 waits 15 s before it kills: the batch in hand takes less than one, a look at a slow panel may not end. */
const STOP_WITHIN_MS = 8000;

/** The schedules of one process, and the doors an admin or an operator comes through. What they do is in the verbs. */
export class CronService {
  private readonly ctx: Context;
  private readonly uptime: ServerUptimeService;
  private readonly stopping = new AbortController();
  private readonly work = new Set<Promise<unknown>>();
  private billing: ScheduledTask[] = [];
  private observation: ScheduledTask | null = null;
  private watchdog: ScheduledTask | null = null;
  /** Those whose schedule nobody sets. */
  private fixed: ScheduledTask[] = [];

  constructor(ctx: Context) {
    this.ctx = asSystem(ctx, 'cron');
    this.uptime = new ServerUptimeService(this.ctx);
    setLogger(cronLogger(ctx));
  }

  /** Arms every schedule as the settings say. Call `followSettings` to be told of later changes. */
  async initializeCronJobs(): Promise<void> {
    await this.initializeHourlyBillingJob();
    this.watchdog = createTask(WATCHDOG_SCHEDULE, () => this.track(this.watch()), {
      name: 'watchdog',
      timezone: 'UTC',
      noOverlap: true,
    });
    await this.watchdog.start();
    this.fixed = fixedSchedules.map(({ job, pattern, work }) =>
      this.arm(job, { pattern }, () => work(this.ctx)),
    );
    for (const task of this.fixed) await task.start();
  }

  /** Reads the typed row and arms billing and observation by it: at start, and whenever the settings moved. */
  async initializeHourlyBillingJob(): Promise<void> {
    const { row } = await readBillingSettings(this.ctx);
    await this.updateCronSchedule(row.cronSchedule, row.cronEnabled, row.timezone, row.moreSchedules);
    await this.rearmObservation(observationSchedule(row.observationIntervalMinutes));
  }

  /**
   * Arms, re-arms or disarms the billing schedules of this process: the first, and further ones.
   * @throws when node-cron cannot read one; then those that were armed stay so
   */
  async updateCronSchedule(
    schedule: string,
    enabled: boolean,
    timezone = 'UTC',
    moreSchedules: readonly string[] = [],
  ): Promise<void> {
    const tasks: ScheduledTask[] = [];
    try {
      for (const pattern of new Set([schedule, ...moreSchedules])) {
        // One name for all: an instant of two schedules is one slot.
        const start = () => this.runHourlyBilling('schedule', null);
        tasks.push(this.arm(BILLING_JOB, { pattern, timezone }, start));
      }
    } catch (error) {
      for (const task of tasks) await task.destroy();
      throw error;
    }
    const armed = this.billing;
    this.billing = tasks;
    for (const task of armed) await task.destroy();
    if (enabled) for (const task of tasks) await task.start();
  }

  /** Opens a run, or finds the open one, and takes it to its end. */
  async runHourlyBilling(trigger: RunTrigger, requestedBy: string | null): Promise<number> {
    const { runId } = await openRun(this.ctx, { trigger, requestedBy });
    await this.uptime.processHourlyBilling(runId, this.stopping.signal);
    return runId;
  }

  /** An admin's "bill now": answers with the run once it is closed, or while it still goes on. */
  triggerHourlyBilling(ctx: Context): Promise<OutputOf<typeof api.cron.trigger>> {
    return triggerBilling(ctx, {
      requestedBy: actorKey(ctx.actor),
      process: (runId) => this.track(this.uptime.processHourlyBilling(runId, this.stopping.signal)),
    });
  }

  /** What node-cron has armed here, and what the rows say. */
  getCronStatus(ctx: Context): Promise<OutputOf<typeof api.cron.status>> {
    return cronStatus(ctx, { billing: this.billing, observation: this.observation });
  }

  /** Every schedule, by its rows: the same from every process. */
  getSchedules(ctx: Context): Promise<OutputOf<typeof api.cron.schedules>> {
    return listSchedules(ctx);
  }

  /** Lets a schedule start nothing for a while. @throws AppError */
  async pauseSchedule(ctx: Context, input: InputOf<typeof api.cron.pause>) {
    await pauseSchedule(ctx, input);
    return oneSchedule(ctx, input.job);
  }

  /** Ends its pause. */
  async resumeSchedule(ctx: Context, input: InputOf<typeof api.cron.resume>) {
    await resumeSchedule(ctx, input);
    return oneSchedule(ctx, input.job);
  }

  /** Does out of turn what a schedule would do, and waits a moment for its end. @throws AppError */
  async startSchedule(ctx: Context, { job }: InputOf<typeof api.cron.start>) {
    const fixed = fixedSchedules.find((schedule) => schedule.job === job);
    const work = () => (fixed ? fixed.work(this.ctx) : this.observe());
    const started = (): Promise<unknown> => {
      const going: Promise<unknown> = work();
      void this.track(going);
      return going;
    };
    await startSchedule(ctx, { job, work: started });
    return oneSchedule(ctx, job);
  }

  /** The last runs, newest first. */
  getCronLogs(ctx: Context) {
    return cronLogs(ctx);
  }

  /** What a schedule means and when it would run; judged by node-cron itself. */
  async previewSchedule(
    ctx: Context,
    input: InputOf<typeof api.cron.preview>,
  ): Promise<OutputOf<typeof api.cron.preview>> {
    return checkSchedule(input.schedule, input.timezone, ctx.clock.now());
  }

  /**
   * Disarms everything and waits a moment for the work in hand. What is not done by then is rolled back with its
   * connection, and any instance goes on from there: a batch is finished or undone, never cut.
   */
  async stopAllJobs(): Promise<void> {
    this.stopping.abort();
    const tasks = [...this.billing, this.observation, this.watchdog, ...this.fixed];
    for (const task of tasks) await task?.destroy();
    const patience = new AbortController();
    await Promise.race([
      Promise.allSettled([...this.work]),
      this.ctx.clock.sleep(STOP_WITHIN_MS, patience.signal).catch(() => {}),
    ]);
    patience.abort();
  }

  private async rearmObservation(schedule: string): Promise<void> {
    if (this.observation?.getPattern() === schedule) return;
    await this.observation?.destroy();
    this.observation = this.arm(OBSERVATION_JOB, { pattern: schedule }, () => this.observe());
    await this.observation.start();
  }

  /** A task whose slots one process of all claims, and whose outcome the slot keeps. Not started yet. */
  private arm(
    job: ScheduleJob,
    { pattern, timezone = 'UTC' }: { pattern: string; timezone?: string },
    work: () => Promise<unknown>,
  ): ScheduledTask {
    return createTask(pattern, ({ date }) => this.track(this.runSlot(job, date, work)), {
      name: job,
      timezone,
      noOverlap: true,
      distributed: true,
      runCoordinator: slotCoordinator(this.ctx, job),
    });
  }

  private async runSlot(job: ScheduleJob, date: Date, work: () => Promise<unknown>): Promise<void> {
    const key = slotKey(job, date);
    const hold = await findHold(this.ctx, job);
    if (hold) return finishSlot(this.ctx, key, { heldBack: hold.kind });
    try {
      await work();
      await finishSlot(this.ctx, key, {});
    } catch (error) {
      await finishSlot(this.ctx, key, { failure: sentenceOf(error) });
      throw error;
    }
  }

  private async observe(): Promise<void> {
    const panel = await this.ctx.panel();
    if (panel.client) await this.uptime.observeServers('schedule', this.stopping.signal);
  }

  private async watch(): Promise<void> {
    const runId = await watchSchedule(this.ctx, this.billing);
    if (runId !== null) await this.uptime.processHourlyBilling(runId, this.stopping.signal);
  }

  /** Remembers work in hand until it ends; what went wrong is logged, since nobody awaits a tick. */
  private track<T>(work: Promise<T>): Promise<T | undefined> {
    const settled = work.catch((error: unknown) => {
      if (!this.stopping.signal.aborted)
        this.ctx.log.error('scheduled work failed', { error: describe(error) });
      return undefined;
    });
    this.work.add(settled);
    void settled.finally(() => this.work.delete(settled));
    return settled;
  }
}
