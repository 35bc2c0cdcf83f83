import { sql } from 'drizzle-orm';
import type { Context } from '../../server/context.ts';
import { createVirtFusionClient } from '../../server/integrations/virtfusion/client.ts';
import { drainRun } from '../../server/services/billing/drain-run.ts';
import { openRun } from '../../server/services/billing/open-run.ts';
import { ServerUptimeService } from '../../server/services/infrastructure/server-uptime-service.ts';
import { observeServers } from '../../server/services/uptime/observe-servers.ts';
import { countStatements } from './count-statements.ts';
import type { FromWorker, ToWorker, WorkerFigures, WorkerOptions } from './messages.ts';
import { openContext } from './open-context.ts';
import { watchEventLoop } from './watch-event-loop.ts';

// One process of the product as far as looking and billing go: the product's own verbs, on a pool of its own.

const { databaseUrl, panel, concurrency } = JSON.parse(process.argv[2] ?? '{}') as WorkerOptions;
const tell = (message: FromWorker) => process.connected && process.send?.(message);
const statements = countStatements();
const { ctx: bare, clock, close } = openContext({ url: databaseUrl, name: 'bench-worker' });
const client =
  panel &&
  createVirtFusionClient({
    ...{ baseUrl: panel.url, token: panel.token, reach: 'private', concurrency, requestsPerMinute: 100_000 },
    ...{ clock, log: bare.log },
  });
const ctx: Context = {
  ...bare,
  panel: async () => ({ source: 'environment', url: panel?.url ?? null, client }),
};

process.on('message', (message: ToWorker) => {
  measured(message).then(
    (figures) => tell({ kind: 'done', figures }),
    (error: unknown) =>
      tell({ kind: 'failed', reason: error instanceof Error ? `${error.stack}` : String(error) }),
  );
});
process.on('disconnect', () => {
  Promise.allSettled([close(), client?.close()]).finally(() => process.exit(0));
});

async function measured(message: ToWorker): Promise<WorkerFigures> {
  clock.set(new Date(message.now));
  const before = { statements: statements(), cpu: process.cpuUsage(), at: performance.now() };
  const longestBlock = watchEventLoop();
  const outcome = await obey(message);
  const blocked = longestBlock();
  const cpu = process.cpuUsage(before.cpu);
  return {
    seconds: (performance.now() - before.at) / 1000,
    statements: statements() - before.statements,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    blocked,
    ...outcome,
  };
}

async function obey(message: ToWorker): Promise<Pick<WorkerFigures, 'look' | 'runId'>> {
  if (message.kind === 'bill') {
    await drainRun(ctx, { runId: message.runId });
    return { look: null, runId: message.runId };
  }
  const begun = performance.now();
  if (message.kind === 'look') {
    const seen = await observeServers(ctx, { reason: 'schedule' });
    if (!seen.complete || seen.failure) throw new Error(`The look failed: ${seen.failure}`);
    const { calls, servers, changed, powerAsked } = seen;
    return {
      look: { seconds: (performance.now() - begun) / 1000, calls, servers, changed, powerAsked },
      runId: null,
    };
  }
  const { runId } = await openRun(ctx, { trigger: 'schedule', requestedBy: null });
  await new ServerUptimeService(ctx).processHourlyBilling(runId);
  return { look: null, runId };
}

await ctx.db.execute(sql`SELECT 1`);
tell({ kind: 'ready' });
