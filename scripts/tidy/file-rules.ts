import ts from 'typescript';
import { placeOf, type SourceFile, walk } from './source-files.ts';

/** A habit that holds in every file, and a few lines that break it: a rule nobody saw red is not trusted. */
export interface FileRule {
  name: string;
  /** What breaks it, each as `place: remedy`. */
  findings(file: SourceFile): string[];
  broken: { path: string; text: string };
}

const MOST_LINES = 250;
/** A table of cases may be as long as its cases, within reason. */
const MOST_LINES_OF_A_TEST = 500;
const MOST_LINES_OF_A_FUNCTION = 70;

export const fileRules: readonly FileRule[] = [
  {
    name: 'a file is read without scrolling back',
    findings: ({ path, text, isTest }) => {
      const lines = text.trimEnd().split('\n').length;
      const most = isTest ? MOST_LINES_OF_A_TEST : MOST_LINES;
      return lines > most
        ? [`${path}: ${lines} lines, at most ${most}; give a part of it a file of its own`]
        : [];
    },
    broken: { path: 'server/a.ts', text: '// line\n'.repeat(251) },
  },
  {
    name: 'a function fits a screen',
    findings: (file) => (file.isTest ? [] : longFunctions(file)),
    broken: { path: 'server/a.ts', text: `export function long() {\n${'  work();\n'.repeat(70)}}\n` },
  },
  {
    name: 'only env.ts reads the environment',
    findings: (file) =>
      file.isTest || file.path === 'server/env.ts'
        ? []
        : nodesLike(
            file,
            (node) => ts.isPropertyAccessExpression(node) && node.getText() === 'process.env',
            'take it from ctx.env; server/env.ts alone reads it',
          ),
    broken: { path: 'server/a.ts', text: 'export const port = process.env.PORT;' },
  },
  {
    name: 'only the clocks ask what time it is',
    findings: (file) =>
      file.isTest || clocks.includes(file.path)
        ? []
        : nodesLike(file, asksTheTime, 'take the time from ctx.clock (server) or useNow (client)'),
    broken: { path: 'server/a.ts', text: 'export const now = () => [Date.now(), new Date()];' },
  },
  {
    name: 'only rounding.ts divides money',
    findings: (file) =>
      // The oracle of the torture shares no code with what it judges, its rounding included.
      file.isTest || ['shared/billing/rounding.ts', 'scripts/torture/oracle.ts'].includes(file.path)
        ? []
        : nodesLike(file, dividesMoney, 'use divideHalfEven or divideDown of shared/billing/rounding.ts'),
    broken: {
      path: 'server/a.ts',
      text: 'export const share = (amount: bigint, whole: bigint) => (amount * 100n) / whole;',
    },
  },
  {
    name: 'money is never a floating number',
    findings: (file) =>
      nodesLike(
        file,
        (node) => ts.isIdentifier(node) && node.text === 'parseFloat',
        'use parseMoney, or Number for what is no money',
      ),
    broken: { path: 'server/a.ts', text: "export const price = parseFloat('5.00');" },
  },
  {
    name: 'only post-transactions.ts inserts into the ledger',
    findings: ({ path, text, isTest }) =>
      isTest ||
      path === 'server/services/ledger/post-transactions.ts' ||
      // The torture knows the words of the statement to kill a process right after it.
      path === 'scripts/torture/named-points.ts' ||
      // The bench writes a past by sets: nobody's money, in a database that is thrown away.
      /^scripts\/bench\/insert-(fleet|history)\.ts$/.test(path) ||
      path.startsWith('scripts/tidy/')
        ? []
        : [...text.matchAll(/insert\s+into\s+transactions\b|\.insert\(transactions\)/gi)].map(
            () => `${path}: post through server/services/ledger/post-transactions.ts`,
          ),
    broken: { path: 'server/a.ts', text: 'sql`INSERT INTO transactions (id) VALUES (1)`' },
  },
  {
    name: 'nothing is any',
    findings: (file) =>
      nodesLike(
        file,
        (node) => node.kind === ts.SyntaxKind.AnyKeyword && !isExcused(file, node),
        'say the type, or unknown and look',
      ),
    broken: { path: 'server/a.ts', text: 'export function take(value: any) { return value; }' },
  },
  {
    name: 'server, shared and client never print',
    findings: (file) =>
      file.path.startsWith('scripts/') || file.isTest
        ? []
        : nodesLike(
            file,
            (node) => ts.isPropertyAccessExpression(node) && node.expression.getText() === 'console',
            'use ctx.log',
          ),
    broken: { path: 'server/a.ts', text: "console.log('here');" },
  },
  {
    name: 'exports have names',
    findings: (file) =>
      nodesLike(file, isDefaultExport, 'export it by its name; only configuration files export a default'),
    broken: { path: 'server/a.ts', text: 'export default function work() {}' },
  },
  {
    name: 'a file is named after what it holds',
    findings: ({ path }) =>
      /(^|\/)(utils?|helpers?|common|misc|managers?)(\/|\.tsx?$)/.test(path) || !/^[a-z0-9./-]+$/.test(path)
        ? [`${path}: kebab-case, and a word that says what it is`]
        : [],
    broken: { path: 'server/utils.ts', text: '' },
  },
  {
    name: 'no test is skipped, alone or without an assertion',
    findings: (file) =>
      /\.test\.tsx?$/.test(file.path) && !file.path.startsWith('scripts/tidy/') ? idleTests(file) : [],
    broken: { path: 'server/a.test.ts', text: "test.skip('later', () => {});" },
  },
];

/** The machine's clock; the browser's; and those of what is emulated, each a machine of its own. */
const clocks = [
  'server/clock.ts',
  'client/src/hooks/use-now.ts',
  'server/emulators/virtfusion/start-virtfusion-emulator.ts',
  'server/emulators/paypal/start-paypal-emulator.ts',
];

function nodesLike(file: SourceFile, isOne: (node: ts.Node) => boolean, remedy: string): string[] {
  const found: string[] = [];
  walk(file.tree, (node) => {
    if (isOne(node)) found.push(`${placeOf(file, node)}: ${remedy}`);
  });
  return found;
}

/** Biome demands a reason beside an exception; where one is written, it is one. */
function isExcused(file: SourceFile, node: ts.Node): boolean {
  const { line } = file.tree.getLineAndCharacterOfPosition(node.getStart(file.tree));
  return /biome-ignore lint\/suspicious\/noExplicitAny: \w+/.test(file.text.split('\n')[line - 1] ?? '');
}

function longFunctions(file: SourceFile): string[] {
  const found: string[] = [];
  walk(file.tree, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return;
    const from = file.tree.getLineAndCharacterOfPosition(node.getStart(file.tree)).line;
    const lines = file.tree.getLineAndCharacterOfPosition(node.end).line - from + 1;
    if (lines > MOST_LINES_OF_A_FUNCTION) {
      found.push(
        `${placeOf(file, node)}: ${lines} lines, at most ${MOST_LINES_OF_A_FUNCTION}; name its steps`,
      );
    }
  });
  return found;
}

function asksTheTime(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.getText() === 'Date.now';
  return (
    ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0
  );
}

/** By its look, since types are not asked: a division with a bigint literal, BigInt(...), or a name that says money in it. */
function dividesMoney(node: ts.Node): boolean {
  if (!ts.isBinaryExpression(node)) return false;
  const isDivision = [ts.SyntaxKind.SlashToken, ts.SyntaxKind.PercentToken].includes(node.operatorToken.kind);
  return isDivision && [node.left, node.right].some((operand) => MONEY.test(operand.getText()));
}

const MONEY = /\b\d+n\b|\bBigInt\(|(micros|amount|balance|price)\b/i;

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true;
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)
  );
}

function idleTests(file: SourceFile): string[] {
  const found = [...file.text.matchAll(/\b(test|it|describe)\.(skip|only|todo|fails)\b/g)].map(
    ([words]) => `${file.path}: ${words}; repair it or delete it`,
  );
  if (!/\bexpect\b|fc\.assert/.test(file.text)) found.push(`${file.path}: it expects nothing`);
  return found;
}
