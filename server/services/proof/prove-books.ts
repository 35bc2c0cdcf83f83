import { desc } from 'drizzle-orm';
import { type ProofOutcome, proofs, type StoredCheck } from '#shared/schema/index.ts';
import { actorKey, type Context } from '../../context.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { resolveAlert } from '../alerts/resolve-alert.ts';
import { proofCheckList } from './checks.ts';
import type { ProofCheck, ProofOptions } from './proof-check.ts';

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
  const options = {
    readSince: fresh ? startedAt : new Date(startedAt.getTime() - GOOD_FOR_MS),
    provedAt: await lastProvedAt(ctx),
    signal,
  };
  const checks: StoredCheck[] = [];
  for (const check of proofCheckList) {
    // A proof that was cut short says nothing: the next one begins anew.
    signal?.throwIfAborted();
    checks.push(await provedBy(ctx, check, options));
  }
  const outcome = worstOf(checks);
  const finishedAt = ctx.clock.now();
  await ctx.db
    .insert(proofs)
    .values({ startedAt, finishedAt, outcome, checks, provedBy: actorKey(ctx.actor) });
  await tell(ctx, { outcome, checks });
  ctx.log.info('the books were proved', { outcome, differences: countOf(checks) });
  return { outcome, checks };
}

const GOOD_FOR_MS = 12 * 3_600_000;

/** From its start: what was noticed while it went on is for the next one. */
async function lastProvedAt(ctx: Context): Promise<Date | null> {
  const [last] = await ctx.db
    .select({ at: proofs.startedAt })
    .from(proofs)
    .orderBy(desc(proofs.finishedAt))
    .limit(1);
  return last?.at ?? null;
}

async function provedBy(ctx: Context, check: ProofCheck, options: ProofOptions): Promise<StoredCheck> {
  try {
    const proved = await check.prove(ctx, options);
    const outcome =
      proved.differences.length > 0 ? 'differs' : proved.problem === null ? 'agrees' : 'unproved';
    return { check: check.name, outcome, ...proved };
  } catch (error) {
    if (options.signal?.aborted) throw error;
    ctx.log.error('a check of the books failed', { check: check.name, error: String(error) });
    const problem = `It failed: ${error instanceof Error ? error.message : String(error)}`;
    return { check: check.name, outcome: 'unproved', checked: 0, differences: [], more: false, problem };
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
