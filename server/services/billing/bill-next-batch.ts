import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { lockWalletsOf } from '../ledger/lock-wallets.ts';
import { chooseStep, type DueServers } from './choose-step.ts';
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
  const due = await loadDue(tx, batch);
  const step = chooseStep(due, { done: batch.billedUntil, until: batch.until });
  // Before anything is read or decided, in a statement of its own: a top-up or a correction may be under way.
  const wallets = await lockWalletsOf(tx, customersOf(batch, step));
  const { cohorts, others } = await findCohorts(tx, batch, { due, step });
  const facts = await loadBillingFacts(tx, { cohorts, others }, step);
  const decided = decideStatements(undecided(cohorts, facts), step);
  const charges = await postCharges(tx, { batch, step, wallets, decided });
  return { kind: 'billed', batch, charges };
}

async function loadDue(tx: Context, batch: Batch): Promise<DueServers[]> {
  const { rows } = await tx.db.execute<{ billed_until: number; servers: number }>(sql`
    SELECT extract(epoch FROM m.billed_until)::float8 AS billed_until, count(*)::int AS servers
    ${metersOf(batch, batch.until)} GROUP BY m.billed_until ORDER BY m.billed_until`);
  return rows.map((row) => ({ billedUntil: row.billed_until, servers: row.servers }));
}

/** Whoever may have to pay: the owners of now, and those of then, for servers that changed hands. */
function customersOf(batch: Batch, step: number) {
  return sql`
    SELECT m.customer_id ${metersOf(batch, step)}
    UNION SELECT s.customer_id FROM uptime_stretches s JOIN (SELECT m.server_id, m.billed_until, m.customer_id
      ${metersOf(batch, step)}) due ON due.server_id = s.server_id
    WHERE s.customer_id <> due.customer_id AND (s.last_seen_at IS NULL OR s.last_seen_at >= due.billed_until)`;
}
