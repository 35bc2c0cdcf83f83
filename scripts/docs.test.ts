import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { api } from '#shared/api/index.ts';
import {
  anchorsIn,
  endpointsIn,
  linksIn,
  npmScriptsIn,
  pathsIn,
  readDocuments,
  variablesIn,
} from './docs/read-documents.ts';

const documents = readDocuments();
const packageJson: { scripts: Record<string, string> } = JSON.parse(readFileSync('package.json', 'utf8'));
const example = readFileSync('.env.example', 'utf8');
/** All variables of the example, those that are commented out included. */
const variables = [...example.matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map(([, name = '']) => name);
/** What the shell of the examples sets for itself. */
const shellVariables = ['TOKEN', 'NAME'];
const endpoints = Object.values(api).flatMap((group) => Object.values(group).map(({ path }) => path));

test('the documents were found, and they name things', () => {
  expect(documents.length).toBeGreaterThan(18);
  const all = documents.map(({ text }) => text).join('\n');
  for (const found of [linksIn, pathsIn, npmScriptsIn, variablesIn, endpointsIn]) {
    expect(found(all).length).toBeGreaterThan(3);
  }
});

describe.each(documents)('$path', ({ path, text }) => {
  test('links lead somewhere', () => {
    const broken = linksIn(text).filter((link) => !leadsSomewhere(path, link));
    expect(broken, `${path} links to what does not exist`).toEqual([]);
  });

  test('paths exist', () => {
    // What CONTRIBUTING and the changelog call by its bare name lies in one of these.
    const homes = ['', 'scripts/', 'server/', 'shared/billing/', dirname(path)];
    const missing = pathsIn(text).filter((named) => !homes.some((home) => existsSync(join(home, named))));
    expect(missing, `${path} names what does not exist`).toEqual([]);
  });

  test('npm commands exist', () => {
    const missing = npmScriptsIn(text).filter((name) => packageJson.scripts[name] === undefined);
    expect(missing, `${path} tells to run what package.json does not have`).toEqual([]);
  });

  test('environment variables are those of .env.example', () => {
    const known = [...variables, ...shellVariables];
    expect(variablesIn(text).filter((name) => !known.includes(name))).toEqual([]);
  });

  test('endpoints are rows of shared/api', () => {
    expect(endpointsIn(text).filter((named) => !endpoints.some((known) => known === named))).toEqual([]);
  });
});

function leadsSomewhere(from: string, link: string): boolean {
  const [target = '', anchor] = link.split('#');
  const file = target === '' ? from : normalize(join(dirname(from), target));
  if (!existsSync(file)) return false;
  return anchor === undefined || anchorsIn(readFileSync(file, 'utf8')).includes(anchor);
}

describe('README.md', () => {
  const readme = readFileSync('README.md', 'utf8');

  test('explains every variable of .env.example, and .env.example every variable that is read', () => {
    expect(variables.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
    const read = [...readFileSync('server/env.ts', 'utf8').matchAll(/^ {2}([A-Z][A-Z0-9_]+): /gm)];
    expect(read.length).toBeGreaterThan(8);
    expect(read.map(([, name]) => name).sort()).toEqual([...variables].sort());
  });

  test('has a quick start of exactly two lines', () => {
    const [, block = ''] = /## Quick start[\s\S]*?```bash\n([\s\S]*?)```/.exec(readme) ?? [];
    expect(block.trim().split('\n')).toEqual(['npm ci && npm start', 'npm ci && npm test']);
  });
});

test('the scripts of package.json run files that exist', () => {
  const files = Object.values(packageJson.scripts).flatMap(
    (line) => line.match(/\b(?:scripts)\/[\w.-]+/g) ?? [],
  );
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
});

test('package-lock.json names no registry: npm ci asks the one it is configured for', () => {
  const lock = readFileSync('package-lock.json', 'utf8');
  expect(lock).toContain('"integrity"');
  expect(lock).not.toContain('"resolved"');
});

test.each([
  ['a link', linksIn, '[gone](gone.md)', ['gone.md']],
  ['a path', pathsIn, 'see `server/gone.ts`', ['server/gone.ts']],
  ['a file at the root', pathsIn, 'see `gone.config.js`', ['gone.config.js']],
  ['a command', npmScriptsIn, 'npm run gone -- --now', ['gone']],
  ['a variable', variablesIn, 'set `GONE_VARIABLE`', ['GONE_VARIABLE']],
  ['a variable that is set', variablesIn, 'GONE_VARIABLE=1 npm start', ['GONE_VARIABLE']],
  ['an endpoint', endpointsIn, 'GET /api/admin/gone', ['/api/admin/gone']],
  ['an anchor', anchorsIn, '## What is seen?', ['what-is-seen']],
])('%s is found in a text', (_what, find, text, found) => {
  expect(find(text)).toEqual(found);
});
