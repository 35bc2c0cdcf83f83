import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { formatMoney } from '#shared/billing/money.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { getRun } from '../billing/get-run.ts';
import { openRun } from '../billing/open-run.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';

/** How long a caller waits for the run to close before it is told that it goes on. */
const PATIENCE_MS = 15_000;

type Triggered = OutputOf<typeof api.cron.trigger>;

/**
 * Opens a run for an admin, or finds the one that is open, and waits a moment for its end. Whoever opened it
 * carries it out; a repeat only watches. The audit entry is written with the run, for the one who opened it.
 */
export async function triggerBilling(
  ctx: Context,
  input: { requestedBy: string; process: (runId: number) => Promise<unknown> },
): Promise<Triggered> {
  const { runId, opened } = await withTransaction(ctx, async (tx) => {
    const outcome = await openRun(tx, { trigger: 'manual', requestedBy: input.requestedBy });
    if (outcome.opened) {
      await recordAudit(tx, {
        action: 'run.triggered',
        subject: `run:${outcome.runId}`,
        before: null,
        after: { runId: outcome.runId },
      });
    }
    return outcome;
  });
  if (opened) {
    const patience = new AbortController();
    await Promise.race([input.process(runId), ctx.clock.sleep(PATIENCE_MS, patience.signal).catch(() => {})]);
    patience.abort();
  }
  const run = await getRun(ctx, { id: runId });
  const { row } = await readBillingSettings(ctx);
  return { success: true, message: sentence(run, { opened, currency: row.currency }), opened, run };
}

function sentence(
  run: Triggered['run'],
  { opened, currency }: { opened: boolean; currency: string },
): string {
  if (run.status === 'held') {
    const reasons = run.heldReasons.map((reason) => `${reason.found} (limit ${reason.limit})`).join('; ');
    return `Run ${run.id} is held for an admin to approve or cancel: ${reasons}. Nothing is charged meanwhile.`;
  }
  if (!opened) return `Run ${run.id} is open already, since ${run.openedAt.toISOString()}: this is that one.`;
  if (!run.closedAt) return `Run ${run.id} goes on; read it at /api/admin/runs/${run.id}.`;
  const unseen = run.notSeen ? ` ${run.notSeen}` : '';
  const aside = run.serversSetAside > 0 ? ` ${run.serversSetAside} servers are set aside.` : '';
  if (run.charges === 0) {
    return `Run ${run.id}: nothing was due, every seen hour up to ${run.until.toISOString()} is billed.${aside}${unseen}`;
  }
  return `Run ${run.id} billed ${run.billedHours} hours of ${run.serversBilled} servers: ${formatMoney(run.amount)} ${currency}.${aside}${unseen}`;
}
