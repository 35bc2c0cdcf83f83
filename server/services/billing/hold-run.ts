import { sql } from 'drizzle-orm';
import { type BrakeReason, judgeBrakes } from '#shared/billing/brakes.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { readBillingSettings } from '../settings/get-billing-settings.ts';
import { CLOCKS_APART_MS } from '../uptime/require-true-clock.ts';
import { loadOutlook, loadUsualRuns } from './load-outlook.ts';
import type { RunObservation } from './open-batches.ts';

/** The reasons why this run should wait for an admin, before it writes anything; none when it is like those before. */
export async function findBrakes(ctx: Context, observation: RunObservation): Promise<BrakeReason[]> {
  const { row } = await readBillingSettings(ctx);
  const outlook = await loadOutlook(ctx, observation.until, observation.sweepId);
  const reasons = judgeBrakes(outlook, await loadUsualRuns(ctx), {
    totalPercent: row.brakeTotalPercent,
    fleetPercent: row.brakeFleetPercent,
    catchUpHours: row.brakeCatchUpHours,
    freePercent: row.brakeFreePercent,
  });
  return [...reasons, ...(await compareClocks(ctx, observation))];
}

async function compareClocks(ctx: Context, { panelSkewMs }: RunObservation): Promise<BrakeReason[]> {
  const own = ctx.clock.now().getTime();
  const databaseSkewMs = (await ctx.databaseNow()).getTime() - own;
  const apart = [
    ['database', databaseSkewMs],
    ['VirtFusion', panelSkewMs ?? 0],
  ] as const;
  return apart
    .filter(([, skewMs]) => Math.abs(skewMs) > CLOCKS_APART_MS)
    .map(([whose, skewMs]) => ({
      brake: 'clocks' as const,
      found: `the clock of ${whose} is ${Math.round(Math.abs(skewMs) / 1000)} s ${skewMs > 0 ? 'ahead of' : 'behind'} ours`,
      limit: `${CLOCKS_APART_MS / 1000} s`,
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
      message: `Run ${runId} waits for you: ${reasons.map((reason) => `${reason.found} (limit ${reason.limit})`).join('; ')}.`,
      facts: { runId, reasons },
    });
    tx.log.warn('run held', { runId, reasons });
  });
}
