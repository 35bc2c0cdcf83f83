import type { TaskList } from 'graphile-worker';
import { z } from 'zod';
import { asSystem, type Context } from '../context.ts';
import { detectAlerts } from '../services/alerts/detect-alerts.ts';
import { drainRun } from '../services/billing/drain-run.ts';
import { judgeBudgets } from '../services/budgets/judge-budgets.ts';
import { setPower } from '../services/budgets/set-power.ts';
import { keepHistory } from '../services/history/keep-history.ts';
import { ServerUptimeService } from '../services/infrastructure/server-uptime-service.ts';
import { advanceReplay } from '../services/replays/advance-replay.ts';
import { rollUp } from '../services/roll-ups/roll-up.ts';

const runPayload = z.object({ runId: z.number().int() });
const replayPayload = z.object({ replayId: z.number().int() });

/** Task name → payload → verb. The only file of this folder that knows a product word. */
export function tasksFor(ctx: Context, signal: AbortSignal): TaskList {
  return {
    drain_run: (payload) => drainRun(asSystem(ctx, 'worker'), { ...runPayload.parse(payload), signal }),
    detect_alerts: () => detectAlerts(asSystem(ctx, 'worker')),
    advance_run: (payload) =>
      new ServerUptimeService(asSystem(ctx, 'worker')).processHourlyBilling(
        runPayload.parse(payload).runId,
        signal,
      ),
    keep_history: () => keepHistory(asSystem(ctx, 'worker'), signal),
    advance_replay: (payload) =>
      advanceReplay(asSystem(ctx, 'worker'), { ...replayPayload.parse(payload), signal }),
    judge_budgets: async () => {
      await judgeBudgets(asSystem(ctx, 'worker'), { signal });
    },
    set_power: () => setPower(asSystem(ctx, 'worker'), { signal }),
    roll_up: async () => {
      await rollUp(asSystem(ctx, 'worker'), { signal });
    },
  };
}
