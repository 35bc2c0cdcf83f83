import { desc } from 'drizzle-orm';
import { formatMoney } from '#shared/billing/money.ts';
import { billingRuns } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';

const LINES = 20;

/** The last runs as log lines, newest first: from the rows, so every instance tells the same. */
export async function cronLogs(ctx: Context) {
  const { row } = await readBillingSettings(ctx);
  const runs = await ctx.db.select().from(billingRuns).orderBy(desc(billingRuns.id)).limit(LINES);
  return {
    lastRun: runs[0]?.openedAt ?? null,
    logs: runs.map((run) => ({
      at: run.openedAt,
      runId: run.id,
      status: run.status,
      message: runSentence(run, row.currency),
    })),
  };
}

/** What a run did, in a sentence. */
export function runSentence(run: typeof billingRuns.$inferSelect, currency: string): string {
  if (!run.closedAt) return `Run ${run.id} is ${run.status}.`;
  const waiting = run.serversSetAside > 0 ? ` ${run.serversSetAside} servers set aside.` : '';
  const unseen = run.notSeen ? ` ${run.notSeen}` : '';
  return `Run ${run.id} made ${run.charges} charges for ${run.serversBilled} servers: ${formatMoney(run.amountMicros)} ${currency}.${waiting}${unseen}`;
}
