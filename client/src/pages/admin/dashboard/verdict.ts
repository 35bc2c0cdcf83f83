import type { Dashboard } from '../../../api/dashboard.ts';
import { exactInstant } from '../../../components/instant.tsx';

export type VerdictTone = 'good' | 'warn' | 'bad' | 'off';

/** Whether billing is healthy, in a few words and a sentence that says what to do. */
export interface Verdict {
  tone: VerdictTone;
  title: string;
  sentence: string;
}

/** The first thing that is the matter, the gravest first; else that nothing is. */
export function verdictOf(dashboard: Dashboard): Verdict {
  const { billing, panel, lastRuns, alerts, setAside } = dashboard;
  const held = lastRuns.find((run) => run.status === 'held');
  const last = lastRuns.find((run) => run.closedAt !== null && run.status !== 'cancelled');
  const waiting = setAside.reduce((sum, { servers }) => sum + servers, 0);
  if (panel.source === 'none') {
    return {
      tone: billing.enabled ? 'bad' : 'off',
      title: 'VirtFusion is not connected',
      sentence: 'Nothing can be seen, so nothing can be billed. Connect it in the settings.',
    };
  }
  if (!billing.enabled) {
    const sentence = 'Nothing is charged. Switch hourly billing on in the settings when you are ready.';
    return { tone: 'off', title: 'Billing is off', sentence };
  }
  if (held) {
    const sentence = `Run ${held.id} would do something unlike the runs before it. Nothing is charged until you decide.`;
    return { tone: 'warn', title: 'Billing waits for you', sentence };
  }
  if (panel.failure !== null) {
    const sentence = `Nothing is lost: hours are billed once they are seen. ${panel.failure}`;
    return { tone: 'bad', title: 'VirtFusion cannot be read', sentence };
  }
  if (billing.overdueSince !== null) {
    const wanted = exactInstant(billing.overdueSince, billing.timezone);
    const sentence = `The schedule wanted one at ${wanted}. See that a process with the cron role runs; the next one catches up.`;
    return { tone: 'bad', title: 'A run is overdue', sentence };
  }
  if (isStale(dashboard)) {
    const sentence =
      'Nobody has looked at it for hours, so nothing new can be billed. See that a process with the cron role runs.';
    return { tone: 'bad', title: 'VirtFusion is not looked at', sentence };
  }
  if (last?.status === 'done_with_failures') {
    const sentence = `Run ${last.id} met errors. The hours of those servers wait; the next run tries again.`;
    return { tone: 'bad', title: 'Some servers could not be billed', sentence };
  }
  if (alerts.open > 0) {
    const sentence = `Runs go on. ${count(alerts.open, 'alert is', 'alerts are')} open for somebody to look at.`;
    return { tone: 'warn', title: 'Billing works, and something wants a look', sentence };
  }
  if (!last) {
    return {
      tone: 'good',
      title: 'Billing is on',
      sentence: 'The first run bills what was seen since then.',
    };
  }
  const sentence =
    waiting > 0
      ? `Runs go as planned. ${count(waiting, 'server is set aside: its hours wait', 'servers are set aside: their hours wait')}.`
      : 'Runs go as planned, and no server waits for anything.';
  return { tone: 'good', title: 'Billing is healthy', sentence };
}

/** Looks come once an hour at the least; two that did not come are no accident. */
const STALE_MS = 2.5 * 3_600_000;

function isStale({ at, panel }: Dashboard): boolean {
  return panel.lastCompleteLook !== null && at.getTime() - panel.lastCompleteLook.getTime() > STALE_MS;
}

function count(number: number, one: string, many: string): string {
  return number === 1 ? `1 ${one}` : `${number.toLocaleString('en')} ${many}`;
}
