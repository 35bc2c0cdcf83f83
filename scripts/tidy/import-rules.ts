import { type ImportRule, ruleFor } from './import-table.ts';
import type { SourceFile } from './source-files.ts';

/** Imports of a file that its folder may not have, each as a sentence. */
export function strayImports(file: SourceFile): string[] {
  const rule = ruleFor(file.path);
  if (!rule) return [`${file.path}: no folder of scripts/tidy/import-table.ts holds it; add one`];
  return file.imports
    .filter(
      (found) =>
        !(found.file ? mayUseOurs(file, rule, found.file) : mayUsePackage(file, rule, found.specifier)),
    )
    .map(({ specifier }) => `${file.path} imports ${specifier}: ${rule.because}`);
}

function mayUseOurs(file: SourceFile, rule: ImportRule, target: string): boolean {
  const own = isFile(rule.folder) ? rule.folder.replace(/\/[^/]+$/, '') : rule.folder;
  if (file.isTest && mayTestUse(file.path, target)) return true;
  if (!file.isTest && target.includes('/testing/')) return rule.ours.includes(target.replace(/\/[^/]+$/, ''));
  return [own, ...rule.ours].some((allowed) => target === allowed || target.startsWith(`${allowed}/`));
}

/** Tests of the server see all of it, its stand-ins included; those of an emulator or of the arithmetic stay apart. */
function mayTestUse(path: string, target: string): boolean {
  if (path.startsWith('server/emulators/') || path.startsWith('shared/')) return false;
  return path.startsWith('server/') && /^(server|shared)\//.test(target);
}

function mayUsePackage(file: SourceFile, rule: ImportRule, specifier: string): boolean {
  const name = nameOf(specifier);
  if (file.isTest)
    return !(rule.never ?? []).includes(name) || !file.path.startsWith('client/') || name === 'node:';
  if (rule.packages !== 'any') return rule.packages.includes(name);
  return !(rule.never ?? []).includes(name);
}

function nameOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:';
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function isFile(folder: string): boolean {
  return folder.endsWith('.ts');
}

/** Rings of files that import each other when they run; an import of types alone closes none. */
export function importRings(files: readonly SourceFile[]): string[] {
  const imports = new Map(
    files.map((file) => [
      file.path,
      file.imports.flatMap((found) => (found.file && !found.typeOnly ? [found.file] : [])),
    ]),
  );
  const done = new Set<string>();
  const rings = new Set<string>();
  const follow = (path: string, trail: string[]) => {
    const at = trail.indexOf(path);
    if (at >= 0) rings.add([...trail.slice(at), path].join(' → '));
    if (at >= 0 || done.has(path)) return;
    for (const next of imports.get(path) ?? []) follow(next, [...trail, path]);
    done.add(path);
  };
  for (const path of imports.keys()) follow(path, []);
  return [...rings];
}

/** Files that nobody needs: no other file imports them or names them, tests aside. */
export function orphans(files: readonly SourceFile[], entries: readonly RegExp[]): string[] {
  const used = new Set<string>();
  for (const file of files) {
    if (file.isTest && !file.path.includes('/testing/')) continue;
    for (const found of file.imports) if (found.file) used.add(found.file);
  }
  return files
    .filter(({ path, isTest }) => !isTest && !used.has(path) && !entries.some((entry) => entry.test(path)))
    .map(({ path }) => `${path}: nothing but tests imports it; delete it, or use it`);
}
