import type { Context } from './context.ts';
import { createLibraryPool, type Database } from './db/client.ts';
import type { Env } from './env.ts';
import { tasksFor } from './jobs/tasks.ts';
import { startWorker, type Worker } from './jobs/worker.ts';
import type { ProcessMetrics } from './metrics.ts';
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

/** What was started to work by itself; no worker without that role. */
export interface Working {
  cron: CronService;
  worker: Worker | null;
}

/** What works by itself: the schedules, the worker, and whoever follows the settings. */
export async function startRoles({
  env,
  context,
  panels,
  payments,
  home,
  metrics,
  stops,
}: Starting & { panels: PanelFinder; payments: PayPalFinder; metrics: ProcessMetrics }): Promise<Working> {
  const cron = new CronService(context);
  stops.push(() => cron.stopAllJobs());
  const worker = env.roles.has('worker') ? await startWorkerRole(context, { home, metrics }) : null;
  if (worker) stops.push(() => worker.stop());
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
  return { cron, worker };
}

async function startWorkerRole(
  context: Starting['context'],
  { home, metrics }: { home: Home; metrics: ProcessMetrics },
): Promise<Worker> {
  const stopping = new AbortController();
  const pool = createLibraryPool({
    url: home.url,
    log: context.log,
    applicationName: 'skypanel worker',
    maxConnections: 4,
  });
  metrics.watchPool('jobs', pool);
  const worker = await startWorker({
    pool,
    databaseUrl: home.url,
    tasks: tasksFor(context, stopping.signal),
    clock: context.clock,
    log: context.log,
  });
  return {
    alive: worker.alive,
    stop: async () => {
      stopping.abort();
      await worker.stop();
      await pool.end();
    },
  };
}
