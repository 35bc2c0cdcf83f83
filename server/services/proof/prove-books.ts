import { type ProofOutcome, proofs, type StoredCheck } from '#shared/schema/index.ts';
import { actorKey, type Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { resolveAlert } from '../alerts/resolve-alert.ts';
import { proofCheckList } from './checks.ts';
import type { ProofCheck, ProofOptions, Proved } from './proof-check.ts';

export interface BooksProof {
  outcome: ProofOutcome;
  checks: StoredCheck[];
}

/**
 * Proves all books, here and outside, keeps the outcome, and tells an admin when they differ. Reports, and never
 * repairs. `fresh` reads everything outside anew; else what was read in the last twelve hours is as good. A check that
 * fails is not proved, and the others are proved all the same.
 */
export async function proveBooks(
  ctx: Context,
  { fresh = false, signal }: { fresh?: boolean; signal?: AbortSignal } = {},
): Promise<BooksProof> {
  const startedAt = ctx.clock.now();
  const readSince = fresh ? startedAt : new Date(startedAt.getTime() - GOOD_FOR_MS);
  const looked: Looked[] = [];
  for (const check of proofCheckList) {
    // A proof that was cut short says nothing: the next one begins anew.
    signal?.throwIfAborted();
    looked.push(await look(ctx, check, { readSince, signal }));
  }
  const checks = looked.map(({ stored }) => stored);
  const outcome = worstOf(checks);
  await withTransaction(ctx, async (tx) => {
    const finishedAt = tx.clock.now();
    await tx.db
      .insert(proofs)
      .values({ startedAt, finishedAt, outcome, checks, provedBy: actorKey(tx.actor) });
    for (const { noteTold } of looked) await noteTold?.(tx);
    await tell(tx, { outcome, checks });
  });
  ctx.log.info('the books were proved', { outcome, differences: countOf(checks) });
  return { outcome, checks };
}

const GOOD_FOR_MS = 12 * 3_600_000;

interface Looked extends Pick<Proved, 'noteTold'> {
  stored: StoredCheck;
}

async function look(ctx: Context, check: ProofCheck, options: ProofOptions): Promise<Looked> {
  try {
    const { noteTold, ...proved } = await check.prove(ctx, options);
    const outcome =
      proved.differences.length > 0 ? 'differs' : proved.problem === null ? 'agrees' : 'unproved';
    return { stored: { check: check.name, outcome, ...proved }, ...(noteTold ? { noteTold } : {}) };
  } catch (error) {
    if (options.signal?.aborted) throw error;
    ctx.log.error('a check of the books failed', { check: check.name, error: String(error) });
    const problem = `It failed: ${error instanceof Error ? error.message : String(error)}`;
    const nothing = { checked: 0, differences: [], more: false, problem };
    return { stored: { check: check.name, outcome: 'unproved', ...nothing } };
  }
}

function worstOf(checks: readonly StoredCheck[]): ProofOutcome {
  const outcomes = checks.map(({ outcome }) => outcome);
  if (outcomes.includes('differs')) return 'differs';
  return outcomes.includes('unproved') ? 'unproved' : 'agrees';
}

function countOf(checks: readonly StoredCheck[]): number {
  return checks.reduce((sum, { differences }) => sum + differences.length, 0);
}

async function tell(ctx: Context, { outcome, checks }: BooksProof): Promise<void> {
  const subject = 'proof';
  if (outcome === 'agrees') return resolveAlert(ctx, { kind: 'books_differ', subject });
  if (outcome === 'unproved') return;
  const count = countOf(checks);
  const [first] = checks.flatMap(({ differences }) => differences);
  await raiseAlert(ctx, {
    kind: 'books_differ',
    subject,
    message: `${count === 1 ? '1 difference was' : `${count} differences were`} found. The first: ${first?.subject}, expected ${first?.expected}, found ${first?.found}. The dashboard lists them; npm run reconcile -- --external looks again. Nothing was repaired.`,
    facts: { differences: count },
  });
}
