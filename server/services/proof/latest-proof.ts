import { desc, eq } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { proofs } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { latestBackup } from '../backup/latest-backup.ts';
import { proofCheckList } from './checks.ts';

type Latest = OutputOf<typeof api.proof.latest>;

/** When the books were last proved and what came of it, and when they last agreed. */
export async function latestProof(
  ctx: Context,
  _input: InputOf<typeof api.proof.latest> = {},
): Promise<Latest> {
  const [last] = await ctx.db.select().from(proofs).orderBy(desc(proofs.finishedAt)).limit(1);
  const [agreed] = await ctx.db
    .select({ at: proofs.finishedAt })
    .from(proofs)
    .where(eq(proofs.outcome, 'agrees'))
    .orderBy(desc(proofs.finishedAt))
    .limit(1);
  return {
    at: ctx.clock.now(),
    proof: last ? { ...last, checks: last.checks.flatMap(known) } : null,
    lastAgreedAt: agreed?.at ?? null,
    backup: await latestBackup(ctx),
  };
}

/** One that a later release made is left out: this one has no words for it. */
function known(stored: NonNullable<typeof proofs.$inferSelect>['checks'][number]) {
  const check = proofCheckList.find(({ name }) => name === stored.check);
  return check ? [{ ...stored, check: check.name }] : [];
}
