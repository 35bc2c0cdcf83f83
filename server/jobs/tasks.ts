import type { TaskList } from 'graphile-worker';
import { z } from 'zod';
import { asSystem, type Context } from '../context.ts';
import { drainRun } from '../services/billing/drain-run.ts';

const drainPayload = z.object({ runId: z.number().int() });

/** Task name → payload → verb. The only file of this folder that knows a product word. */
export function tasksFor(ctx: Context, signal: AbortSignal): TaskList {
  return {
    drain_run: (payload) => drainRun(asSystem(ctx, 'worker'), { ...drainPayload.parse(payload), signal }),
  };
}
