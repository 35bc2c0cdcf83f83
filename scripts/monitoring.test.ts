import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createProcessMetrics } from '#server/metrics.ts';
import { measures } from '#server/services/metrics/measures.ts';
import { alertKinds } from '#shared/api/alerts.ts';
import { groupedBy, metricsIn, readAlertRules, readPanels } from './docs/read-monitoring.ts';

const rules = readAlertRules();
const panels = readPanels();
const operations = readFileSync('md-docs/operations.md', 'utf8');

/** Every series /metrics can have, with its labels. */
async function series(): Promise<Map<string, string[]>> {
  const metrics = createProcessMetrics();
  metrics.watchPool('requests', { totalCount: 1, idleCount: 1, waitingCount: 0 });
  metrics.countRequest({ method: 'GET', route: '/health/live', status: '200', seconds: 0.1 });
  metrics.countPanelCall({ route: 'GET /servers', outcome: 'ok', ms: 10 });
  const known = new Map<string, string[]>();
  for (const { name, values } of await metrics.report()) {
    for (const value of values) {
      const series = (value as { metricName?: string }).metricName ?? name;
      known.set(series, [...(known.get(series) ?? []), ...Object.keys(value.labels), 'process']);
    }
  }
  for (const [name, measure] of Object.entries(measures)) {
    known.set(name, 'labels' in measure ? [...measure.labels] : []);
  }
  return known;
}

test('there are rules and panels, each named once', () => {
  expect(rules.length).toBeGreaterThan(15);
  expect(panels.length).toBeGreaterThan(15);
  for (const names of [rules.map(({ alert }) => alert), panels.map(({ title }) => title)]) {
    expect(new Set(names).size).toBe(names.length);
  }
});

describe.each([
  ...rules.map(({ alert, expr }) => ({ name: `rule ${alert}`, exprs: [expr] })),
  ...panels.map(({ title, exprs }) => ({ name: `panel ${title}`, exprs })),
])('$name', ({ exprs }) => {
  test('reads what /metrics has, by labels it has', async () => {
    const known = await series();
    for (const expr of exprs) {
      const read = metricsIn(expr);
      for (const { name, labels } of read) {
        expect([...known.keys()], `${name} in ${expr}`).toContain(name);
        for (const label of labels) expect(known.get(name), `${label} of ${name}`).toContain(label);
      }
      const all = read.flatMap(({ name }) => known.get(name) ?? []);
      for (const label of groupedBy(expr)) expect(all, `${label} in ${expr}`).toContain(label);
    }
  });
});

test('every measure is on the dashboard or in a rule: nobody watches what nobody sees', () => {
  const read = [...rules.map(({ expr }) => expr), ...panels.flatMap(({ exprs }) => exprs)]
    .flatMap(metricsIn)
    .map(({ name }) => name);
  expect(Object.keys(measures).filter((name) => !read.includes(name))).toEqual([]);
});

test.each(rules)('rule $alert says how bad it is and what it means', ({ labels, annotations }) => {
  expect(['critical', 'warning', 'info']).toContain(labels.severity);
  expect(annotations.summary.length).toBeGreaterThan(10);
  expect(annotations.description.length).toBeGreaterThan(5);
});

describe('operations.md tells what to do', () => {
  const paragraphs = paragraphsOf(operations);

  test.each(rules.map(({ alert }) => alert))('when Prometheus says %s', (name) => {
    expect(paragraphs.get(name)?.length ?? 0).toBeGreaterThan(40);
  });

  test.each(alertKinds)('when the application says %s', (kind) => {
    expect(paragraphs.get(kind)?.length ?? 0).toBeGreaterThan(80);
  });

  test('and names no alert that does not exist', () => {
    const known: string[] = [...alertKinds, ...rules.map(({ alert }) => alert)];
    const named = [...paragraphs.keys()].filter((name) => /^(Billing\w+|[a-z]+(_[a-z]+)+)$/.test(name));
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });
});

/** Paragraphs that begin with a name in bold and code: '**`run_held`**'. */
function paragraphsOf(text: string): Map<string, string> {
  const found = [...text.matchAll(/^- \*\*`(\w+)`\*\* ([\s\S]*?)(?=\n- |\n\n|$(?![\s\S]))/gm)];
  return new Map(found.map(([, name = '', paragraph = '']) => [name, paragraph]));
}

test.each([
  [
    'rate(billing_http_requests_total{status=~"5.."}[10m])',
    [{ name: 'billing_http_requests_total', labels: ['status'] }],
  ],
  ['absent(billing_gone) > 0', [{ name: 'billing_gone', labels: [] }]],
])('%s is read', (expr, found) => {
  expect(metricsIn(expr)).toEqual(found);
});
