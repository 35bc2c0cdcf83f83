import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { AppError } from '../../errors.ts';
import { syncServers } from '../servers/sync-servers.ts';
import { findKnownServers } from './find-known-servers.ts';
import { observationRules } from './observation-rules.ts';
import type { PageChanges } from './page-changes.ts';
import { isChanged, rowAfter } from './row-after.ts';
import type { PresentServer } from './seen-server.ts';
import { stateSeen } from './state-seen.ts';
import { stretchChange } from './stretch-changes.ts';
import { findCompleteSweeps, speakBetweenSweeps } from './sweeps.ts';
import { addStretches, endStretches } from './write-stretches.ts';

const noChanges: PageChanges = {
  newServers: [],
  newMeters: [],
  changedServers: [],
  stretchEnds: [],
  newStretches: [],
  foundNative: [],
  movedServers: [],
  returnedServers: [],
  resources: [],
  refused: [],
};

/**
 * Keeps an answer about one server that was asked for apart from any sweep, such as before and after suspending it.
 * It speaks for its instant alone and leaves no stretch open, so that a sweep under way, which knows nothing of it, can
 * never be in its way. What a sweep has to tell (a new owner, a deletion, a server not known yet) is left to sweeps.
 * @throws AppError 'virtfusion_failed' when the server has another uuid than ours: it is of another panel
 */
export async function recordSighting(ctx: Context, seen: PresentServer): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    await speakBetweenSweeps(tx);
    await tx.db.execute(sql`SELECT FROM servers WHERE id = ${seen.id} FOR UPDATE`);
    const known = (await findKnownServers(tx, [seen.id])).get(seen.id);
    if (!known) return;
    if (known.row.uuid !== seen.uuid) {
      throw new AppError(
        'virtfusion_failed',
        `Server ${seen.id} has uuid ${seen.uuid} at this VirtFusion, and ${known.row.uuid} here: it is of another panel.`,
        { facts: { serverId: seen.id } },
      );
    }
    if (known.row.customerId !== seen.customerId || known.row.goneAt !== null) return;
    const { last } = await findCompleteSweeps(tx);
    const rules = await observationRules(tx, { now: seen.at, since: last });
    const { latest } = known;
    const shown = stateSeen(seen, { selfService: known.row.selfService, latest }, rules);
    if (!shown || shown.state === 'native') return;
    const { state } = shown;
    const change = stretchChange(
      latest,
      { at: seen.at, state, customerId: seen.customerId, open: false },
      { sweepAt: seen.at, previousSweepAt: last, maxGapSeconds: rules.maxGapSeconds },
    );
    const lastSeenAt = change.closeAt ?? change.extendTo;
    if (latest && lastSeenAt !== undefined) {
      await endStretches(tx, [{ serverId: seen.id, firstSeenAt: latest.firstSeenAt, lastSeenAt }]);
    }
    if (change.insert) await addStretches(tx, [{ serverId: seen.id, ...change.insert }]);
    const after = rowAfter(known.row, seen, shown);
    if (isChanged(known.row, after)) await syncServers(tx, { ...noChanges, changedServers: [after] });
  });
}
