import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

/** What one file imports, and how: `typeOnly` imports vanish when it runs. */
export interface Import {
  /** As written: '#shared/api/index.ts', './money.ts', 'zod'. */
  specifier: string;
  /** The file from the root, when it is ours; else null. */
  file: string | null;
  typeOnly: boolean;
}

export interface SourceFile {
  /** From the root, with slashes: 'server/clock.ts'. */
  path: string;
  text: string;
  tree: ts.SourceFile;
  imports: Import[];
  /** Tests, and the folders named testing that only they may use. */
  isTest: boolean;
}

const roots = ['client/src', 'server', 'shared', 'scripts'];

/** Every source file of the product and its scripts, in the order of their paths. */
export function readSourceFiles(root = '.'): SourceFile[] {
  return roots
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(folder, name),
      ),
    )
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.tsx?$/.test(path))
    .sort()
    .map((path) => sourceFile(path, readFileSync(join(root, path), 'utf8')));
}

/** One file, from its text: also for rules that are tried on a few lines. */
export function sourceFile(path: string, text: string): SourceFile {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  return { path, text, tree, imports: importsOf(path, tree), isTest: isTestPath(path) };
}

export function isTestPath(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || path.includes('/testing/');
}

/** The folder of a path, without a slash at its end. */
export function folderOf(path: string): string {
  return dirname(path);
}

/** Calls `visit` for every node below and including `node`. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** 'server/clock.ts:18' */
export function placeOf(file: SourceFile, node: ts.Node): string {
  const { line } = file.tree.getLineAndCharacterOfPosition(node.getStart(file.tree));
  return `${file.path}:${line + 1}`;
}

function importsOf(path: string, tree: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const add = (node: ts.Node | undefined, typeOnly: boolean) => {
    if (!node || !ts.isStringLiteral(node)) return;
    found.push({ specifier: node.text, file: resolve(path, node.text), typeOnly });
  };
  walk(tree, (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
  });
  return found;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const names = clause.namedBindings;
  if (clause.name || !names || !ts.isNamedImports(names)) return false;
  return names.elements.length > 0 && names.elements.every((element) => element.isTypeOnly);
}

function resolve(from: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return normalize(join(dirname(from), specifier)).replaceAll('\\', '/');
  return /^#(shared|server)\//.test(specifier) ? specifier.slice(1) : null;
}
