import { sql } from 'drizzle-orm';
import { HOUR, type Instant } from '#shared/billing/period.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { lockWalletsWhere } from '../ledger/lock-wallets.ts';
import { chooseStep, type DueServers, SERVER_HOURS_PER_STEP } from './choose-step.ts';
import { type Batch, claimBatch, metersOf } from './claim-batch.ts';
import { decideStatements, undecided } from './decide-statements.ts';
import { findCohorts } from './find-cohorts.ts';
import { loadBillingFacts } from './load-billing-facts.ts';
import { postCharges } from './post-charges.ts';

export type BatchOutcome =
  | { kind: 'none' }
  | { kind: 'billed'; batch: Batch; charges: number }
  | { kind: 'failed'; batch: Batch; error: unknown };

/**
 * Bills one step of the next free batch of a run, in one transaction: claim, lock, read, decide, write. A crash
 * leaves nothing. Safe to repeat: an hour already billed is no longer due, and the key of its charge is taken.
 */
export async function billNextBatch(ctx: Context, runId: number): Promise<BatchOutcome> {
  let claimed: Batch | null = null;
  try {
    return await withTransaction(ctx, async (tx) => {
      claimed = await claimBatch(tx, runId);
      if (!claimed) return { kind: 'none' };
      return await billStep(tx, claimed);
    });
  } catch (error) {
    // Without a claim the database itself is in trouble: that is not this batch's fault.
    if (!claimed) throw error;
    return { kind: 'failed', batch: claimed, error };
  }
}

async function billStep(tx: Context, batch: Batch): Promise<BatchOutcome> {
  const step = await stepOf(tx, batch);
  // Before anything is read or decided, in a statement of its own: a top-up or a correction may be under way.
  const wallets = await lockWalletsWhere(tx, payersOf(batch, step));
  const { cohorts, others } = await findCohorts(tx, batch, step);
  const facts = await loadBillingFacts(tx, { cohorts, others }, step);
  const decided = decideStatements(undecided(cohorts, facts), step);
  const charges = await postCharges(tx, { batch, step, wallets, decided });
  return { kind: 'billed', batch, charges };
}

/** To the end in one go where even all its servers from its earliest hour on are not too much, as in nearly every run. */
async function stepOf(tx: Context, batch: Batch): Promise<Instant> {
  const { dueFrom, billedUntil, until } = batch;
  const from = billedUntil ?? dueFrom;
  if (from !== null && (batch.servers * (until - from)) / HOUR <= SERVER_HOURS_PER_STEP) return until;
  return chooseStep(await loadDue(tx, batch), { done: billedUntil, until });
}

async function loadDue(tx: Context, batch: Batch): Promise<DueServers[]> {
  const { rows } = await tx.db.execute<{ billed_until: number; servers: number }>(sql`
    SELECT extract(epoch FROM m.billed_until)::float8 AS billed_until, count(*)::int AS servers
    ${metersOf(batch, batch.until)} GROUP BY m.billed_until ORDER BY m.billed_until`);
  return rows.map((row) => ({ billedUntil: row.billed_until, servers: row.servers }));
}

/**
 * Whoever may have to pay: all customers of the range, and, of servers that changed hands since they were last billed,
 * those who had them; the hour is for clocks that are not quite equal. Asking which of the range have something due
 * would cost ten times as much as locking one too many, which does no harm: another batch has another range.
 */
function payersOf({ customerFrom, customerTo }: Batch, step: Instant) {
  return sql`customer_id BETWEEN ${customerFrom} AND ${customerTo} OR customer_id = ANY(ARRAY(
    SELECT u.customer_id FROM server_meters m JOIN uptime_stretches u ON u.server_id = m.server_id
    WHERE m.customer_id BETWEEN ${customerFrom} AND ${customerTo} AND m.moved_at IS NOT NULL
      AND m.moved_at >= m.billed_until - interval '1 hour' AND NOT m.finished AND m.billed_until < to_timestamp(${step})
      AND u.customer_id <> m.customer_id AND (u.last_seen_at IS NULL OR u.last_seen_at >= m.billed_until)))`;
}
