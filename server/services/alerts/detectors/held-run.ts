import { heldMessage } from '../held-message.ts';
import type { Finding } from '../raise-alert.ts';
import type { OpenRunFacts } from './overdue-run.ts';

/** A run that waits for an admin: the alert its brake raised, for as long as it lasts. */
export function heldRun({ openRun }: Pick<OpenRunFacts, 'openRun'>): Finding[] {
  if (openRun?.status !== 'held') return [];
  const { id, heldReasons } = openRun;
  return [
    {
      kind: 'run_held',
      subject: `run:${id}`,
      message: heldMessage(id, heldReasons),
      facts: { runId: id, reasons: heldReasons },
    },
  ];
}
