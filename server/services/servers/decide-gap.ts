import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { gapDecisions } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { ConflictError, RefusedError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { factsFor } from '../billing/load-billing-facts.ts';
import { getServer } from './get-server.ts';
import { type HeldGap, heldGaps } from './held-gaps.ts';
import { type LockedMeter, lockMeter } from './lock-meter.ts';
import type { ServerDetail } from './server-rows.ts';

type Verdict = InputOf<typeof api.servers.decideGap>;

/**
 * Bills or forgives the unseen time that a server's next hour waits for, up to the sighting that ended it. The next
 * run goes on from there. A repeat changes nothing.
 * @throws NotFoundError; RefusedError when nothing is held; ConflictError when it was decided otherwise
 */
export async function decideGap(ctx: Context, input: Verdict): Promise<ServerDetail> {
  return withTransaction(ctx, async (tx) => {
    const gaps = await gapsOf(tx, await lockMeter(tx, input.id));
    const open = gaps.filter((gap) => gap.decision === null);
    if (open.length > 0) await decide(tx, input, open);
    else if (gaps.some((gap) => gap.decision !== input.decision)) {
      throw new ConflictError('This gap is decided the other way already; the next run applies it.', {
        decision: gaps[0]?.decision,
      });
    }
    return getServer(tx, { id: input.id });
  });
}

async function gapsOf(tx: Context, { serverId, setAside }: LockedMeter): Promise<HeldGap[]> {
  const refusal = 'No unseen hours of this server are held for review.';
  if (setAside?.reason !== 'gap_held') throw new RefusedError(refusal, { reason: setAside?.reason ?? null });
  const hour = setAside.since.getTime() / 1000;
  const [facts] = await factsFor(tx, [{ serverId, billedUntil: hour, month: null }]);
  const gaps = facts ? heldGaps(hour, facts) : [];
  // What was seen or agreed has changed since: the next run finds the hour billable.
  if (gaps.length === 0) throw new RefusedError(refusal, { reason: null });
  return gaps;
}

async function decide(tx: Context, { id, decision, reason }: Verdict, gaps: readonly HeldGap[]) {
  const periods = gaps.map(({ from, until }) => ({
    gapFrom: new Date(from * 1000),
    gapUntil: new Date(until * 1000),
  }));
  await tx.db.insert(gapDecisions).values(
    periods.map((period) => ({
      serverId: id,
      ...period,
      decision,
      reason,
      decidedBy: tx.actor.kind === 'admin' ? tx.actor.id : null,
      createdAt: tx.clock.now(),
    })),
  );
  await recordAudit(tx, {
    action: 'server.gap_decided',
    subject: `server:${id}`,
    before: null,
    after: { decision, reason, gaps: periods },
  });
}
