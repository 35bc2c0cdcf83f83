import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { endpoint } from '#shared/api/endpoint.ts';
import { api } from '#shared/api/index.ts';
import { drawApi } from './docs/draw-api.ts';

test('md-docs/api.md is what the contract says; if not: npm run docs:api', () => {
  expect(readFileSync('md-docs/api.md', 'utf8')).toBe(drawApi(api));
});

test('every endpoint has its row, and every access is explained', () => {
  const text = drawApi(api);
  const rows = Object.values(api).flatMap((group) => Object.values(group));
  for (const { method, path, access } of rows) {
    expect(text).toContain(`| ${method} | \`${path}\` | ${access} |`);
    expect(text).toMatch(new RegExp(`^\\| ${access.replace('.', '\\.')} \\| [a-z]`, 'm'));
  }
});

test('a bar in a summary does not break the table', () => {
  const row = endpoint({
    method: 'GET',
    path: '/api/admin/odd',
    access: 'public',
    summary: 'One | other',
    input: z.object({}),
    output: z.object({}),
  });
  expect(drawApi({ oddOnes: { row } })).toContain('## Odd ones');
  expect(drawApi({ oddOnes: { row } })).toContain('| GET | `/api/admin/odd` | public | One \\| other |');
});
