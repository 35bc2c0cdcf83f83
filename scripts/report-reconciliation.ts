import type { Context } from '#server/context.ts';
import { type BooksProof, proveBooks } from '#server/services/proof/prove-books.ts';
import { type Reconciliation, reconcileLedger } from '#server/services/reconcile/reconcile-ledger.ts';
import { asTable } from './as-table.ts';

export interface ReportOptions {
  since?: string | undefined;
  json?: boolean | undefined;
  external?: boolean | undefined;
}

/**
 * Reconciles and says what came of it, for people or as JSON; `external` also proves the books against what is outside,
 * read anew, and keeps that outcome. What could not be proved does not agree. @throws Error when `since` is no month.
 */
export async function reportReconciliation(
  ctx: Context,
  { since, json = false, external = false }: ReportOptions,
): Promise<{ text: string; agrees: boolean }> {
  const ledger = await reconcileLedger(ctx, since === undefined ? {} : { since: monthFrom(since) });
  const books = external ? await proveBooks(ctx, { fresh: true }) : null;
  const agrees = ledger.differences.length === 0 && (books?.outcome ?? 'agrees') === 'agrees';
  if (json) {
    const outside = books ? { external: books.checks } : {};
    return { text: JSON.stringify({ agrees, ...ledger, ...outside }, null, 2), agrees };
  }
  return { text: books ? `${inWords(ledger)}\n\n${booksInWords(books)}` : inWords(ledger), agrees };
}

function booksInWords({ checks }: BooksProof): string {
  const outcomes = asTable(
    ['proved', 'outcome', 'compared'],
    checks.map(({ check, outcome, checked }) => [check, outcome, String(checked)]),
  );
  const problems = checks.flatMap(({ check, problem }) => (problem === null ? [] : [`${check}: ${problem}`]));
  const differences = checks.flatMap(({ check, differences }) =>
    differences.map(({ subject, expected, found }) => [check, subject, expected, found]),
  );
  const table = differences.length > 0 ? [asTable(['check', 'what', 'expected', 'found'], differences)] : [];
  return [outcomes, ...table, ...problems].join('\n\n');
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
