import type { Context } from './context.ts';
import { createLibraryPool, type Database } from './db/client.ts';
import type { Env } from './env.ts';
import { tasksFor } from './jobs/tasks.ts';
import { startWorker, type Worker } from './jobs/worker.ts';
import type { Home } from './open-home.ts';
import { CronService } from './services/cron-service.ts';
import type { PayPalFinder } from './services/paypal/find-paypal.ts';
import type { PanelFinder } from './services/settings/find-panel.ts';
import { followSettings } from './services/settings/follow-settings.ts';

/** What is told to each part of a process as it starts. */
export interface Starting {
  env: Env;
  context: Context & { db: Database };
  home: Home;
  /** How what was started is stopped. */
  stops: (() => Promise<void>)[];
}

/** What works by itself: the schedules, the worker, and whoever follows the settings. */
export async function startRoles({
  env,
  context,
  panels,
  payments,
  home,
  stops,
}: Starting & { panels: PanelFinder; payments: PayPalFinder }): Promise<CronService> {
  const cron = new CronService(context);
  stops.push(() => cron.stopAllJobs());
  if (env.roles.has('worker')) {
    const worker = await startWorkerRole(context, home);
    stops.push(() => worker.stop());
  }
  if (env.roles.has('cron')) await cron.initializeCronJobs();
  const following = followSettings({
    url: home.url,
    clock: context.clock,
    log: context.log,
    onChange: () => {
      panels.forget();
      payments.forget();
      if (!env.roles.has('cron')) return;
      cron
        .initializeHourlyBillingJob()
        .catch((error: unknown) =>
          context.log.error('settings could not be followed', { error: String(error) }),
        );
    },
  });
  stops.push(() => following.stop());
  return cron;
}

async function startWorkerRole(context: Starting['context'], home: Home): Promise<Worker> {
  const stopping = new AbortController();
  const pool = createLibraryPool({
    url: home.url,
    log: context.log,
    applicationName: 'skypanel worker',
    maxConnections: 4,
  });
  const worker = await startWorker({
    pool,
    databaseUrl: home.url,
    tasks: tasksFor(context, stopping.signal),
    clock: context.clock,
    log: context.log,
  });
  return {
    stop: async () => {
      stopping.abort();
      await worker.stop();
      await pool.end();
    },
  };
}
