import type { TaskList } from 'graphile-worker';
import { z } from 'zod';
import { asSystem, type Context } from '../context.ts';
import { detectAlerts } from '../services/alerts/detect-alerts.ts';
import { drainRun } from '../services/billing/drain-run.ts';
import { carryCredit } from '../services/credit/carry-credit.ts';
import { readCredits } from '../services/credit/read-credits.ts';
import { sendCredit } from '../services/credit/send-credit.ts';
import { keepHistory } from '../services/history/keep-history.ts';
import { ServerUptimeService } from '../services/infrastructure/server-uptime-service.ts';
import { proveBooks } from '../services/proof/prove-books.ts';
import { advanceReplay } from '../services/replays/advance-replay.ts';
import { rollUp } from '../services/roll-ups/roll-up.ts';

const runPayload = z.object({ runId: z.number().int() });
const customerPayload = z.object({ customerId: z.number().int().nullable() });
const intentPayload = z.object({ intentId: z.number().int() });
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
    carry_credit: (payload) =>
      carryCredit(asSystem(ctx, 'worker'), { ...customerPayload.parse(payload), signal }),
    send_credit: (payload) => sendCredit(asSystem(ctx, 'worker'), intentPayload.parse(payload)),
    read_credit: async () => {
      await readCredits(asSystem(ctx, 'worker'), { signal });
    },
    prove_books: async () => {
      await proveBooks(asSystem(ctx, 'worker'), { signal });
    },
    roll_up: async () => {
      await rollUp(asSystem(ctx, 'worker'), { signal });
    },
  };
}
