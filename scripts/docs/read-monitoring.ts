import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A rule of alerts.yml, as far as it is looked at. */
export interface AlertRule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; description: string };
}

/** The rules an operator loads into Prometheus. */
export function readAlertRules(): AlertRule[] {
  const { groups } = parse(readFileSync('md-docs/monitoring/alerts.yml', 'utf8')) as {
    groups: { rules: AlertRule[] }[];
  };
  return groups.flatMap(({ rules }) => rules);
}

/** The queries of the dashboard, with the titles of their panels. */
export function readPanels(): { title: string; exprs: string[] }[] {
  const { panels } = JSON.parse(readFileSync('md-docs/monitoring/grafana.json', 'utf8')) as {
    panels: { title: string; targets: { expr: string }[] }[];
  };
  return panels.map(({ title, targets }) => ({ title, exprs: targets.map(({ expr }) => expr) }));
}

/** The metrics a query reads, and what it picks of each: the labels it compares or groups by. */
export function metricsIn(expr: string): { name: string; labels: string[] }[] {
  const named = [...expr.matchAll(/\b((?:billing|nodejs|process)_\w+)(?:\{([^}]*)\})?/g)];
  return named.map(([, name = '', selector = '']) => ({
    name,
    labels: [...selector.matchAll(/(\w+)\s*[=!]/g)].map(([, label = '']) => label),
  }));
}

/** The labels a query groups by. */
export function groupedBy(expr: string): string[] {
  return [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, labels = '']) =>
    labels.split(',').map((label) => label.trim()),
  );
}
