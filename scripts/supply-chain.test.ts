import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { judgeAudit } from './supply-chain/judge-audit.ts';

type Dependencies = Record<string, string>;
interface Manifest {
  engines: { node: string };
  dependencies: Dependencies;
  devDependencies: Dependencies;
  optionalDependencies: Dependencies;
}
interface LockedPackage extends Partial<Manifest> {
  version?: string;
  integrity?: string;
  link?: boolean;
  resolved?: string;
  hasInstallScript?: boolean;
}

const manifest: Manifest & { allowScripts: Record<string, boolean> } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);
const lock: { lockfileVersion: number; packages: Record<string, LockedPackage> } = JSON.parse(
  readFileSync('package-lock.json', 'utf8'),
);
const declared = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
const locked = Object.entries(lock.packages).filter(([path]) => path !== '');

/** '1.2.3', or another package's under this name: 'npm:typescript@7.0.2'. */
const exact = /^(npm:(@[\w-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/;

describe('package.json', () => {
  test('pins every version', () => {
    expect(Object.keys(declared).length).toBeGreaterThan(60);
    expect(Object.entries(declared).filter(([, version]) => !exact.test(version))).toEqual([]);
  });

  test.each(['^1.2.3', '~1.2.3', '1.x', '*', 'latest', '>=1.0.0', 'github:someone/package', 'file:../there'])(
    '%s would be refused',
    (version) => {
      expect(exact.test(version)).toBe(false);
    },
  );
});

describe('package-lock.json', () => {
  test('holds what package.json asks for', () => {
    const { dependencies, devDependencies, optionalDependencies } = lock.packages[''] ?? {};
    expect({ ...dependencies, ...devDependencies, ...optionalDependencies }).toEqual(declared);
    for (const [name, version] of Object.entries(declared)) {
      const found = lock.packages[`node_modules/${name}`]?.version;
      expect(found, name).toBe(version.replace(/^npm:.*@/, ''));
    }
  });

  test('holds a SHA-512 of every package: a registry cannot give another one', () => {
    expect(locked.length).toBeGreaterThan(400);
    const without = locked.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''));
    expect(without.map(([path]) => path)).toEqual([]);
  });

  test('leads to no place of its own: no address, no link, nothing from git or a disk', () => {
    expect(locked.filter(([, { resolved, link }]) => resolved !== undefined || link === true)).toEqual([]);
    const odd = locked.filter(([, { version }]) => !/^\d+\.\d+\.\d+/.test(version ?? ''));
    expect(odd.map(([path]) => path)).toEqual([]);
  });

  test('what may run a script as it is installed is named in package.json, yes or no', () => {
    const scripted = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path);
    const names = new Set(scripted.map((path) => path.replace(/^.*node_modules\//, '')));
    expect([...names].filter((name) => !(name in manifest.allowScripts))).toEqual([]);
  });
});

describe('what npm audit said', () => {
  const clean = { metadata: { dependencies: { total: 190 } }, vulnerabilities: {} };
  const bad = {
    ...clean,
    vulnerabilities: {
      express: {
        name: 'express',
        severity: 'high',
        range: '<5.1.0',
        via: [{ title: 'Open redirect', url: 'x' }],
      },
    },
  };
  test.each([
    ['nothing known', JSON.stringify(clean), 0, 'No advisory is known for 190 packages.'],
    ['an advisory', JSON.stringify(bad), 1, 'Open redirect'],
    [
      'a service that is not there',
      '{"statusCode":405,"message":"Method Not Allowed"}',
      2,
      'NOT AUDITED: the advisory service of the configured registry could not be asked (status 405)',
    ],
    ['npm itself failing', '{"error":{"code":"ENOAUDIT","summary":"no"}}', 2, '(ENOAUDIT)'],
    ['nothing at all', '', 2, 'NOT AUDITED'],
  ])('%s', (_what, stdout, exitCode, words) => {
    const judged = judgeAudit({ stdout, stderr: '' });
    expect(judged.exitCode).toBe(exitCode);
    expect(judged.text).toContain(words);
  });
});
