import type { TaskList } from 'graphile-worker';
import { z } from 'zod';
import { asSystem, type Context } from '../context.ts';
import { detectAlerts } from '../services/alerts/detect-alerts.ts';
import { keepBackups } from '../services/backup/keep-backups.ts';
import { drainRun } from '../services/billing/drain-run.ts';
import { judgeBudgets } from '../services/budgets/judge-budgets.ts';
import { setPower } from '../services/budgets/set-power.ts';
import { carryCredit } from '../services/credit/carry-credit.ts';
import { readCredits } from '../services/credit/read-credits.ts';
import { sendCredit } from '../services/credit/send-credit.ts';
import { judgeDunning } from '../services/dunning/judge-dunning.ts';
import { sendHeartbeat } from '../services/health/send-heartbeat.ts';
import { keepHistory } from '../services/history/keep-history.ts';
import { ServerUptimeService } from '../services/infrastructure/server-uptime-service.ts';
import { deliverNotice } from '../services/notices/deliver-notice.ts';
import { spreadNotice } from '../services/notices/spread-notice.ts';
import { carryOutWishes } from '../services/panel-wishes/carry-out-wishes.ts';
import { proveBooks } from '../services/proof/prove-books.ts';
import { advanceReplay } from '../services/replays/advance-replay.ts';
import { rollUp } from '../services/roll-ups/roll-up.ts';
import { warnRunways } from '../services/runway/warn-runways.ts';
import { askPayPal } from '../services/top-ups/ask-paypal.ts';
import { handleEvent } from '../services/top-ups/handle-event.ts';

const runPayload = z.object({ runId: z.number().int() });
const noticePayload = z.object({ noticeId: z.number().int() });
const deliveryPayload = z.object({ deliveryId: z.number().int() });
const judgementPayload = z.object({ customerIds: z.array(z.number().int()).optional() });
const topUpPayload = z.object({ topUpId: z.number().int() });
const eventPayload = z.object({ eventId: z.string() });
const customerPayload = z.object({ customerId: z.number().int().nullable() });
const intentPayload = z.object({ intentId: z.number().int() });
const replayPayload = z.object({ replayId: z.number().int() });

/** Task name → payload → verb. The only file of this folder that knows a product word. */
export function tasksFor(ctx: Context & { db: Context['live'] }, signal: AbortSignal): TaskList {
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
    spread_notice: (payload) => spreadNotice(asSystem(ctx, 'worker'), noticePayload.parse(payload)),
    deliver_notice: (payload) => deliverNotice(asSystem(ctx, 'worker'), deliveryPayload.parse(payload)),
    warn_runways: () => warnRunways(asSystem(ctx, 'worker')),
    judge_dunning: async (payload) => {
      await judgeDunning(asSystem(ctx, 'dunning'), judgementPayload.parse(payload));
    },
    carry_out_wishes: () => carryOutWishes(asSystem(ctx, 'dunning'), { signal }),
    ask_paypal: (payload) => askPayPal(asSystem(ctx, 'worker'), topUpPayload.parse(payload)),
    handle_paypal_event: (payload) => handleEvent(asSystem(ctx, 'worker'), eventPayload.parse(payload)),
    carry_credit: (payload) =>
      carryCredit(asSystem(ctx, 'worker'), { ...customerPayload.parse(payload), signal }),
    send_credit: (payload) => sendCredit(asSystem(ctx, 'worker'), intentPayload.parse(payload)),
    read_credit: async () => {
      await readCredits(asSystem(ctx, 'worker'), { signal });
    },
    prove_books: async () => {
      await proveBooks(asSystem(ctx, 'worker'), { signal });
    },
    keep_backups: () => keepBackups({ ...asSystem(ctx, 'worker'), db: ctx.db }),
    judge_budgets: async () => {
      await judgeBudgets(asSystem(ctx, 'worker'), { signal });
    },
    set_power: () => setPower(asSystem(ctx, 'worker'), { signal }),
    send_heartbeat: () => sendHeartbeat(asSystem(ctx, 'worker'), { signal }),
    roll_up: async () => {
      await rollUp(asSystem(ctx, 'worker'), { signal });
    },
  };
}
