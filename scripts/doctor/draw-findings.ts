import type { Finding, Verdict } from './finding.ts';

const marks: Record<Verdict, string> = {
  ok: 'ok     ',
  warning: 'warning',
  broken: 'BROKEN ',
  unknown: '?      ',
};

/** Findings as lines for a terminal, each remedy under what it mends, and what it comes to at the end. */
export function drawFindings(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ about }) => about.length));
  const lines = findings.flatMap(({ about, verdict, detail, remedy }) => [
    `${marks[verdict]}  ${about.padEnd(width)}  ${detail}`,
    ...(remedy === null ? [] : [`${' '.repeat(marks.ok.length + width + 4)}→ ${remedy}`]),
  ]);
  return [...lines, '', summaryOf(findings)].join('\n');
}

function summaryOf(findings: readonly Finding[]): string {
  const broken = findings.filter(({ verdict }) => verdict === 'broken').length;
  const warnings = findings.filter(({ verdict }) => verdict === 'warning').length;
  if (broken > 0) return `${broken} to be mended.`;
  return warnings > 0 ? `Nothing is broken; ${warnings} to think about.` : 'All is well.';
}
