import { describe, expect, test } from 'vitest';
import { fileRules } from './tidy/file-rules.ts';
import { importRings, orphans, strayImports } from './tidy/import-rules.ts';
import { importTable } from './tidy/import-table.ts';
import { readSourceFiles, sourceFile } from './tidy/source-files.ts';

const files = readSourceFiles();

/** What is started, not imported. */
const entries = [
  /^server\/index\.ts$/,
  /^client\/src\/main\.tsx$/,
  /^scripts\/[\w-]+\.ts$/,
  // Processes of their own, started by the torture and by the bench.
  /^scripts\/torture\/instance\.ts$/,
  /^scripts\/bench\/(panel|reader|web|worker)\.ts$/,
  // Rules of this test and of docs.test.ts.
  /^scripts\/(tidy|docs)\//,
];

test('the source was found, and its imports were read', () => {
  expect(files.length).toBeGreaterThan(300);
  expect(files.flatMap((file) => file.imports).length).toBeGreaterThan(1000);
  for (const part of ['client/src', 'server', 'shared', 'scripts']) {
    expect(files.some((file) => file.path.startsWith(`${part}/`))).toBe(true);
  }
});

describe.each(fileRules)('$name', ({ findings, broken }) => {
  test('in every file', () => {
    expect(files.flatMap(findings)).toEqual([]);
  });
  test('and a file that breaks it is found', () => {
    expect(findings(sourceFile(broken.path, broken.text))).not.toEqual([]);
  });
});

describe('who may import whom', () => {
  test.each(importTable.map(({ folder, because }) => [folder, because]))(
    '%s imports only what it may: %s',
    (folder) => {
      const own = files.filter((file) => file.path === folder || file.path.startsWith(`${folder}/`));
      expect(own, `${folder} is in the table, and empty`).not.toEqual([]);
      expect(own.flatMap(strayImports)).toEqual([]);
    },
  );

  test('every file lies in a folder of the table', () => {
    expect(files.flatMap(strayImports).filter((sentence) => sentence.includes('import-table.ts'))).toEqual(
      [],
    );
  });

  test.each([
    ['shared/billing/money.ts', "import { z } from 'zod';"],
    ['shared/api/runs.ts', "import { servers } from '#shared/schema/index.ts';"],
    ['client/src/api/runs.ts', "import { openRun } from '#server/services/billing/open-run.ts';"],
    ['client/src/components/ui/badge.tsx', "import { can } from '#shared/auth/roles.ts';"],
    ['server/routes/admin/runs.ts', "import { sql } from 'drizzle-orm';"],
    ['server/services/ledger/balances.ts', "import { openRun } from '../billing/open-run.ts';"],
    ['server/services/billing/open-run.ts', "import { Router } from 'express';"],
    ['server/jobs/worker.ts', "import { drainRun } from '../services/billing/drain-run.ts';"],
    [
      'server/emulators/virtfusion/world/world.ts',
      "import { model } from '#server/integrations/virtfusion/model.ts';",
    ],
    ['server/integrations/virtfusion/client.ts', "import { servers } from '#shared/schema/index.ts';"],
    ['server/services/rates/set-rate.ts', "import { testContext } from '../../testing/test-context.ts';"],
    ['scripts/seed.ts', "import { paths } from '../client/src/paths.ts';"],
  ])('%s would be refused with: %s', (path, text) => {
    expect(strayImports(sourceFile(path, text))).toHaveLength(1);
  });

  test('no files import each other in a ring', () => {
    expect(importRings(files)).toEqual([]);
  });

  test('and a ring would be found, but not one of types alone', () => {
    const ring = (words: string) => [
      sourceFile('server/a.ts', `import { b } from './b.ts';`),
      sourceFile('server/b.ts', `import ${words} from './a.ts';`),
    ];
    expect(importRings(ring('{ a }'))).toEqual(['server/a.ts → server/b.ts → server/a.ts']);
    expect(importRings(ring('type { A }'))).toEqual([]);
  });
});

describe('nothing lies about unused', () => {
  test('every file is imported by another that is no test', () => {
    expect(orphans(files, entries)).toEqual([]);
  });

  test('and one that only its test imports is found', () => {
    const pair = [sourceFile('server/a.ts', ''), sourceFile('server/a.test.ts', "import './a.ts';")];
    expect(orphans(pair, entries)).toHaveLength(1);
  });
});
