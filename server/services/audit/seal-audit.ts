import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { canonicalEntry } from './canonical-entry.ts';
import { BEFORE_ALL, type CanonicalEntry, chainEntries, type Seal } from './chain-entries.ts';

/** One sealer at a time, over all instances. */
const SEALING = 7005;

/** Entries of one transaction. */
const AT_A_TIME = 2000;

/**
 * How many ids back from the newest sealed one it looks for entries whose transaction was slow to commit. What commits
 * later still is found by a thorough look, once a day.
 */
const LOOK_BACK = 10_000;

/**
 * Chains every committed entry that is not sealed yet, in order of their ids; what commits late takes its place at the
 * end. Writers of the audit never wait for it. `thorough` looks for late entries through all of the past. Returns the
 * head of the chain, or null while the audit is empty. Safe to repeat, and for several at once.
 */
export async function sealAudit(
  ctx: Context,
  { thorough = false }: { thorough?: boolean } = {},
): Promise<Seal | null> {
  for (;;) {
    const { head, sealed } = await withTransaction(ctx, (tx) => sealNext(tx, thorough));
    if (sealed < AT_A_TIME) return head;
  }
}

/** The head of the chain as it is; null while nothing is sealed. */
export async function findHead(ctx: Context): Promise<Seal | null> {
  const { rows } = await ctx.db.execute<{ position: bigint; audit_id: bigint; hash: string }>(
    sql`SELECT position, audit_id, hash FROM audit_seals ORDER BY position DESC LIMIT 1`,
  );
  const [row] = rows;
  return row ? { position: Number(row.position), auditId: Number(row.audit_id), hash: row.hash } : null;
}

async function sealNext(tx: Context, thorough: boolean): Promise<{ head: Seal | null; sealed: number }> {
  await tx.db.execute(sql`SELECT pg_advisory_xact_lock(${SEALING})`);
  const before = await findHead(tx);
  const entries = await findUnsealed(tx, thorough);
  const seals = chainEntries(before ?? BEFORE_ALL, entries);
  await insertSeals(tx, seals);
  return { head: seals.at(-1) ?? before, sealed: seals.length };
}

async function findUnsealed(tx: Context, thorough: boolean): Promise<CanonicalEntry[]> {
  const after = thorough ? sql`0` : sql`(SELECT coalesce(max(audit_id), 0) - ${LOOK_BACK} FROM audit_seals)`;
  const { rows } = await tx.db.execute<{ id: bigint; text: string }>(sql`
    SELECT l.id, ${canonicalEntry} AS text FROM audit_log l
    WHERE l.id > ${after} AND NOT EXISTS (SELECT FROM audit_seals s WHERE s.audit_id = l.id)
    ORDER BY l.id LIMIT ${AT_A_TIME}`);
  return rows.map(({ id, text }) => ({ auditId: Number(id), text }));
}

async function insertSeals(tx: Context, seals: readonly Seal[]): Promise<void> {
  if (seals.length === 0) return;
  const column = <T>(pick: (seal: Seal) => T) => sql.param(seals.map(pick));
  await tx.db.execute(sql`
    INSERT INTO audit_seals (position, audit_id, hash, sealed_at)
    SELECT position, audit_id, hash, ${tx.clock.now().toISOString()}::timestamptz
    FROM unnest(${column((s) => s.position)}::bigint[], ${column((s) => s.auditId)}::bigint[],
      ${column((s) => s.hash)}::text[]) AS s(position, audit_id, hash)`);
}
