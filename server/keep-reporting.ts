import type { Context } from './context.ts';
import type { ProcessMetrics } from './metrics.ts';
import { forgetProcess, reportProcess } from './services/processes/report-process.ts';
import { version } from './version.ts';

/** What a process knows of itself. */
export interface Reporting {
  metrics: ProcessMetrics;
  /** Null where it has no worker. */
  workerAlive(): boolean | null;
}

const EVERY_MS = 15_000;

/**
 * Writes every few seconds into the database that this process is at work, and what it counted, so that one scrape
 * tells of all. A report that fails is left out: the next one says the same and more. Returns how it is ended.
 */
export function keepReporting(ctx: Context, { metrics, workerAlive }: Reporting): () => Promise<void> {
  let under = Promise.resolve();
  let busy = false;
  const report = async () => {
    busy = true;
    try {
      const counted = ctx.env.metricsToken === undefined ? null : await metrics.report();
      await reportProcess(ctx, { version, workerAlive: workerAlive(), metrics: counted });
    } catch (error) {
      ctx.log.debug('process could not report', { error });
    } finally {
      busy = false;
    }
  };
  const next = () => {
    if (!busy) under = report();
  };
  next();
  const timer = setInterval(next, EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await under;
    await forgetProcess(ctx).catch((error: unknown) => ctx.log.debug('process left no word', { error }));
  };
}
