import type { Alert } from '../api/alerts.ts';
import type { Dashboard } from '../api/dashboard.ts';
import { aCustomer, aRun, at } from './records.ts';

/** A host whose billing is healthy: nothing waits, nobody runs dry. */
export function aDashboard(over: Partial<Dashboard> = {}): Dashboard {
  return {
    at: at('20:20'),
    billing: {
      enabled: true,
      onSince: at('00:00', '2026-11-20'),
      sentence: 'Every hour',
      timezone: 'UTC',
      nextRun: at('21:00'),
      overdueSince: null,
    },
    panel: { source: 'settings', lastCompleteLook: at('20:10'), failure: null },
    today: {
      from: at('00:00'),
      until: at('20:00'),
      amount: 8_246_900n,
      before: 8_000_000n,
      beforeFrom: at('00:00', '2026-11-22'),
    },
    month: {
      from: at('00:00', '2026-11-01'),
      until: at('20:00'),
      amount: 32_246_900n,
      before: null,
      beforeFrom: at('00:00', '2026-10-01'),
    },
    billedUntil: at('20:00'),
    fleet: [
      { state: 'running', servers: 50 },
      { state: 'stopped', servers: 6 },
    ],
    lastRuns: [aRun()],
    alerts: { open: 0, rows: [] },
    setAside: [],
    runningDry: { withinHours: 72, customers: 0, rows: [] },
    ...over,
  };
}

export function anAlert(over: Partial<Alert> = {}): Alert {
  return {
    id: 3,
    kind: 'missed_run',
    subject: 'run:12',
    message: 'The run of 19:00 did not start by itself; run 12 caught it up.',
    openedAt: at('19:05'),
    lastSeenAt: at('19:05'),
    resolvedAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    snoozedUntil: null,
    snoozedBy: null,
    facts: {},
    ...over,
  };
}

/** Chidi, whose wallet is nearly empty. */
export function aDryCustomer() {
  return aCustomer({ id: 13, name: 'chidi', balance: 41_000n, burnPerHour: 13_699n, hoursLeft: 2 });
}
