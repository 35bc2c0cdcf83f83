import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';

const judgementLock = 7_103;

/**
 * One judgement at a time until the transaction ends: each counts the limit of a day. Always before the wallets, so that
 * two never wait in a ring.
 */
export async function lockJudgements(tx: Context): Promise<void> {
  await tx.db.execute(sql`SELECT pg_advisory_xact_lock(${judgementLock}::bigint)`);
}
