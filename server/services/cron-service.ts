import { createTask, type ScheduledTask, setLogger } from 'node-cron';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { RunTrigger } from '#shared/schema/index.ts';
import { actorKey, asSystem, type Context } from '../context.ts';
import { enqueueHistory } from '../jobs/enqueue.ts';
import { slotCoordinator } from '../jobs/slot-coordinator.ts';
import { openRun } from './billing/open-run.ts';
import { cronLogs } from './cron/cron-logs.ts';
import { cronStatus } from './cron/cron-status.ts';
import { observationSchedule } from './cron/observation-schedule.ts';
import { triggerBilling } from './cron/trigger-billing.ts';
import { watchSchedule } from './cron/watch-schedule.ts';
import { ServerUptimeService } from './infrastructure/server-uptime-service.ts';
import { checkSchedule } from './settings/check-schedule.ts';
import { readBillingSettings } from './settings/get-billing-settings.ts';

export const BILLING_JOB = 'hourly-billing';
export const OBSERVATION_JOB = 'observation';
export const HISTORY_JOB = 'history';

/** At night, away from the whole hour, when runs begin. */
const HISTORY_SCHEDULE = '23 3 * * *';

/** PM2 waits 15 s before it kills: the batch in hand takes less than one, a look at a slow panel may not end. */
const STOP_WITHIN_MS = 8000;

/** The schedules of one process, and the doors an admin or an operator comes through. What they do is in the verbs. */
export class CronService {
  private readonly ctx: Context;
  private readonly uptime: ServerUptimeService;
  private readonly stopping = new AbortController();
  private readonly work = new Set<Promise<unknown>>();
  private billing: ScheduledTask | null = null;
  private observation: ScheduledTask | null = null;
  private watchdog: ScheduledTask | null = null;
  private history: ScheduledTask | null = null;

  constructor(ctx: Context) {
    this.ctx = asSystem(ctx, 'cron');
    this.uptime = new ServerUptimeService(this.ctx);
    setLogger(cronLogger(ctx));
  }

  /** Arms every schedule as the settings say. Call `followSettings` to be told of later changes. */
  async initializeCronJobs(): Promise<void> {
    await this.initializeHourlyBillingJob();
    this.watchdog = createTask('* * * * *', () => this.track(this.watch()), {
      name: 'watchdog',
      timezone: 'UTC',
      noOverlap: true,
    });
    await this.watchdog.start();
    this.history = createTask(HISTORY_SCHEDULE, () => this.track(enqueueHistory(this.ctx)), {
      name: HISTORY_JOB,
      timezone: 'UTC',
      noOverlap: true,
      distributed: true,
      runCoordinator: slotCoordinator(this.ctx, HISTORY_JOB),
    });
    await this.history.start();
  }

  /** Reads the typed row and arms billing and observation by it: at start, and whenever the settings moved. */
  async initializeHourlyBillingJob(): Promise<void> {
    const { row } = await readBillingSettings(this.ctx);
    await this.updateCronSchedule(row.cronSchedule, row.cronEnabled, row.timezone);
    await this.rearmObservation(observationSchedule(row.observationIntervalMinutes));
  }

  /** Arms, re-arms or disarms the billing schedule of this process. @throws when node-cron cannot read it. */
  async updateCronSchedule(schedule: string, enabled: boolean, timezone = 'UTC'): Promise<void> {
    await this.billing?.destroy();
    this.billing = createTask(schedule, () => this.track(this.runHourlyBilling('schedule', null)), {
      name: BILLING_JOB,
      timezone,
      noOverlap: true,
      distributed: true,
      runCoordinator: slotCoordinator(this.ctx, BILLING_JOB),
    });
    if (enabled) await this.billing.start();
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
    for (const task of [this.billing, this.observation, this.watchdog, this.history]) await task?.destroy();
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
    this.observation = createTask(schedule, () => this.track(this.observe()), {
      name: OBSERVATION_JOB,
      timezone: 'UTC',
      noOverlap: true,
      distributed: true,
      runCoordinator: slotCoordinator(this.ctx, OBSERVATION_JOB),
    });
    await this.observation.start();
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

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function cronLogger({ log }: Context) {
  return {
    info: (message: string) => log.debug('node-cron', { detail: message }),
    warn: (message: string) => log.warn('node-cron', { detail: message }),
    error: (message: string | Error) => log.error('node-cron', { detail: String(message) }),
    debug: (message: string | Error) => log.debug('node-cron', { detail: String(message) }),
  };
}
