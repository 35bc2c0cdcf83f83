import type { Context } from '#server/context.ts';
import { sealAudit } from '#server/services/audit/seal-audit.ts';
import { headText, type NotedHead, verifyAudit } from '#server/services/audit/verify-audit.ts';
import { asTable } from './as-table.ts';

/** Seals what is not sealed yet, verifies the chain, and says what came of it, for people or as JSON. */
export async function reportAudit(
  ctx: Context,
  { noted, json = false }: { noted: readonly NotedHead[]; json?: boolean },
): Promise<{ text: string; agrees: boolean }> {
  await sealAudit(ctx, { thorough: true });
  const proof = await verifyAudit(ctx, { noted });
  const agrees = proof.differences.length === 0;
  if (json) return { text: JSON.stringify({ agrees, ...proof }, null, 2), agrees };
  const head = proof.head ? `Head ${headText(proof.head)}` : 'Nothing is sealed yet.';
  const counted = `${proof.checked} entries, each chained to the one before.`;
  if (agrees) return { text: `${counted}\n${head}\n\nThe audit is whole.`, agrees };
  const table = asTable(
    ['what', 'expected', 'found'],
    proof.differences.map(({ subject, expected, found }) => [subject, expected, found]),
  );
  const rest = proof.more ? '\nThere are more: these are the first.' : '';
  return {
    text: `${counted}\n${head}\n\n${table}\n\n${proof.differences.length} differences.${rest} Nothing was repaired.`,
    agrees,
  };
}
