import { sql } from 'drizzle-orm';
import { type BrakeFigure, type BrakeReason, reasonsIn, weighBrakes } from '#shared/billing/brakes.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { heldMessage } from '../alerts/held-message.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';
import { CLOCKS_APART_MS } from '../uptime/require-true-clock.ts';
import { loadOutlook, loadUsualRuns } from './load-outlook.ts';
import type { RunObservation } from './open-batches.ts';
import { recordRunEvent } from './record-run-event.ts';

/**
 * The reasons why this run should wait for an admin, before it writes anything; none when it is like those before. What
 * was compared is kept with the run, for its page.
 */
export async function findBrakes(
  ctx: Context,
  { runId, observation }: { runId: number; observation: RunObservation },
): Promise<BrakeReason[]> {
  const figures = await weighRun(ctx, observation);
  await ctx.db.execute(sql`
    UPDATE billing_runs SET brake_figures = ${JSON.stringify(figures)}::jsonb WHERE id = ${runId} AND status = 'observing'`);
  return reasonsIn(figures);
}

/** What the brakes say of a run that would see this. Writes nothing: also what a preview asks. */
export async function weighRun(ctx: Context, observation: RunObservation): Promise<BrakeFigure[]> {
  const { row } = await readBillingSettings(ctx);
  const outlook = await loadOutlook(ctx, observation.until, observation.sweepId);
  const figures = weighBrakes(outlook, await loadUsualRuns(ctx), {
    totalPercent: row.brakeTotalPercent,
    fleetPercent: row.brakeFleetPercent,
    catchUpHours: row.brakeCatchUpHours,
    freePercent: row.brakeFreePercent,
  });
  return [...figures, ...(await compareClocks(ctx, observation))];
}

async function compareClocks(ctx: Context, { panelSkewMs }: RunObservation): Promise<BrakeFigure[]> {
  const own = ctx.clock.now().getTime();
  const databaseSkewMs = (await ctx.databaseNow()).getTime() - own;
  const apart = [
    ['database', databaseSkewMs],
    ['VirtFusion', panelSkewMs ?? 0],
  ] as const;
  const told = (whose: string, skewMs: number) =>
    `the clock of ${whose} is ${Math.round(Math.abs(skewMs) / 1000)} s ${skewMs > 0 ? 'ahead of' : 'behind'} ours`;
  const beyond = apart.filter(([, skewMs]) => Math.abs(skewMs) > CLOCKS_APART_MS);
  const limit = `${CLOCKS_APART_MS / 1000} s`;
  if (beyond.length === 0) {
    return [{ brake: 'clocks', found: 'the clocks agree', limit, outcome: 'passed' }];
  }
  return beyond.map(([whose, skewMs]) => ({
    brake: 'clocks',
    found: told(whose, skewMs),
    limit,
    outcome: 'held',
  }));
}

/** Puts a run on hold with its reasons, and tells the admins. It stays open: nothing is charged, nothing is lost. */
export async function holdRun(
  ctx: Context,
  { runId, observation, reasons }: { runId: number; observation: RunObservation; reasons: BrakeReason[] },
): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const { rows } = await tx.db.execute(sql`
      UPDATE billing_runs SET status = 'held', held_reasons = ${JSON.stringify(reasons)}::jsonb,
        observed_at = ${tx.clock.now().toISOString()}, until = ${observation.until.toISOString()},
        sweep_id = ${observation.sweepId}, servers_seen = ${observation.serversSeen}, not_seen = ${observation.notSeen}
      WHERE id = ${runId} AND status = 'observing' AND decided_at IS NULL RETURNING id`);
    if (rows.length === 0) return;
    await raiseAlert(tx, {
      kind: 'run_held',
      subject: `run:${runId}`,
      message: heldMessage(runId, reasons),
      facts: { runId, reasons },
    });
    await recordRunEvent(tx, { runId, level: 'warn', message: heldMessage(runId, reasons) });
    tx.log.warn('run held', { runId, reasons });
  });
}
