import type { Context } from '#server/context.ts';
import { type Reconciliation, reconcileLedger } from '#server/services/reconcile/reconcile-ledger.ts';
import { asTable } from './as-table.ts';

/** Reconciles and says what came of it, for people or as JSON. @throws Error when `since` is no month. */
export async function reportReconciliation(
  ctx: Context,
  { since, json = false }: { since?: string | undefined; json?: boolean | undefined },
): Promise<{ text: string; agrees: boolean }> {
  const proof = await reconcileLedger(ctx, since === undefined ? {} : { since: monthFrom(since) });
  const agrees = proof.differences.length === 0;
  return { text: json ? JSON.stringify({ agrees, ...proof }, null, 2) : inWords(proof), agrees };
}

function monthFrom(text: string): Date {
  const match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text);
  if (!match) throw new Error(`--since wants a month such as 2026-11, not "${text}"`);
  return new Date(`${text}-01T00:00:00Z`);
}

function inWords({ checked, differences, more }: Reconciliation): string {
  const counts = asTable(
    ['checked', 'rows'],
    Object.entries(checked).map(([noun, rows]) => [noun, String(rows)]),
  );
  if (differences.length === 0) return `${counts}\n\nThe books agree.`;
  const table = asTable(
    ['law', 'what', 'expected', 'found'],
    differences.map(({ law, subject, expected, found }) => [law, subject, expected, found]),
  );
  const rest = more ? '\nThere are more of the same law: these are the first.' : '';
  return `${counts}\n\n${table}\n\n${differences.length} differences.${rest} Nothing was repaired.`;
}
