import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Document {
  path: string;
  text: string;
}

/** README, CONTRIBUTING, CHANGELOG, and everything of md-docs. */
export function readDocuments(): Document[] {
  const inFolder = readdirSync('md-docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('md-docs', name).replaceAll('\\', '/'));
  return ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...inFolder.sort()].map((path) => ({
    path,
    text: readFileSync(path, 'utf8'),
  }));
}

/** Targets of links and pictures that lie in the repository: 'glossary.md', '../README.md#limits'. */
export function linksIn(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target]) =>
    target && !/^[a-z]+:/.test(target) ? [target] : [],
  );
}

/** The anchors that headings make: '## Servers that wait' → 'servers-that-wait'. */
export function anchorsIn(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

/** Paths from the root that the text names, in prose or in commands. */
export function pathsIn(text: string): string[] {
  const folders = /(?<![\w/.:#-])((?:server|shared|client|scripts|migrations|md-docs|\.ci)\/[\w./-]*\w)/g;
  const files = /`((?:[\w-]+\.)+(?:ts|js|json|md|example)|\.env\.example|\.nvmrc)`/g;
  return [...text.matchAll(folders), ...text.matchAll(files)].map(([, path = '']) => path);
}

/** Scripts of package.json that the text tells to run. */
export function npmScriptsIn(text: string): string[] {
  const run = [...text.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name = '']) => name);
  const short = [...text.matchAll(/npm (start|test)\b/g)].map(([, name = '']) => name);
  return [...run, ...short];
}

/** Environment variables that the text names: in backticks alone, or set in a command. */
export function variablesIn(text: string): string[] {
  const named = [...text.matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)`/g)];
  const set = [...text.matchAll(/(?<![\w$])([A-Z][A-Z0-9_]{3,})=/g)];
  return [...named, ...set].map(([, name = '']) => name).filter((name) => name.length > 3);
}

/** Paths of the API: '/api/admin/cron/status'. */
export function endpointsIn(text: string): string[] {
  return [...text.matchAll(/(\/api\/(?:admin|auth)\/[\w/:-]*\w)/g)].map(([, path = '']) => path);
}
