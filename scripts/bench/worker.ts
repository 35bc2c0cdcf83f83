import { monitorEventLoopDelay } from 'node:perf_hooks';
import { drainRun } from '../../server/services/billing/drain-run.ts';
import { countStatements } from './count-statements.ts';
import type { FromWorker, ToWorker, WorkerFigures } from './messages.ts';
import { openContext } from './open-context.ts';

// One process of the product as far as billing goes: a pool of its own, and the product's own drains.

const tell = (message: FromWorker) => process.send?.(message);
const statements = countStatements();
const { ctx, clock, close } = openContext({ url: process.env.BENCH_DATABASE ?? '', name: 'bench-worker' });
const delay = monitorEventLoopDelay({ resolution: 1 });

process.on('message', (message: ToWorker) => {
  bill(message).then(
    (figures) => tell({ kind: 'billed', figures }),
    (error: unknown) =>
      tell({ kind: 'failed', reason: error instanceof Error ? `${error.stack}` : String(error) }),
  );
});
process.on('disconnect', () => close().finally(() => process.exit(0)));

async function bill({ runId, now }: ToWorker): Promise<WorkerFigures> {
  clock.set(new Date(now));
  const before = { statements: statements(), cpu: process.cpuUsage() };
  delay.reset();
  delay.enable();
  await drainRun(ctx, { runId });
  delay.disable();
  const cpu = process.cpuUsage(before.cpu);
  return {
    statements: statements() - before.statements,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    blockedMs: delay.max / 1e6,
  };
}

await ctx.databaseNow();
await ctx.db.execute('SELECT 1');
tell({ kind: 'ready' });
