import { desc } from 'drizzle-orm';
import { proofs } from '#shared/schema/index.ts';
import type { Context } from '../../../context.ts';
import { sealAudit } from '../../audit/seal-audit.ts';
import { headText, type NotedHead, parseHead, verifyAudit } from '../../audit/verify-audit.ts';
import { keptOf, type ProofCheck } from '../proof-check.ts';

/** Heads of earlier proofs that the chain is held against: a cut end shows, as long as their rows stand. */
const PROOFS_LOOKED_AT = 30;

/**
 * The audit: every entry is sealed, no seal was broken, and the heads of the last proofs are still in the chain. The
 * new head goes with the proof and into the log, which is to be shipped to where nobody of the database can write.
 */
export const auditCheck: ProofCheck = {
  name: 'audit',
  prove: async (ctx) => {
    await sealAudit(ctx, { thorough: true });
    const { checked, head, differences, more } = await verifyAudit(ctx, { noted: await headsOfProofs(ctx) });
    if (head) ctx.log.info('the head of the audit', { position: head.position, hash: head.hash });
    const kept = keptOf(differences);
    return {
      ...kept,
      more: more || kept.more,
      checked,
      problem: null,
      ...(head ? { note: headText(head) } : {}),
    };
  },
};

async function headsOfProofs(ctx: Context): Promise<NotedHead[]> {
  const rows = await ctx.db
    .select({ checks: proofs.checks })
    .from(proofs)
    .orderBy(desc(proofs.finishedAt))
    .limit(PROOFS_LOOKED_AT);
  const notes = rows.flatMap(({ checks }) =>
    checks.flatMap(({ check, note }) => (check === 'audit' && note ? [note] : [])),
  );
  return [...new Set(notes)].map(parseHead);
}
