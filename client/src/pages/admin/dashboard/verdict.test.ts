import { expect, test } from 'vitest';
import type { Dashboard } from '../../../api/dashboard.ts';
import { aDashboard, anAlert } from '../../../testing/dashboard-record.ts';
import { aRun, at } from '../../../testing/records.ts';
import { verdictOf } from './verdict.ts';

const healthy = aDashboard();
const off = { ...healthy.billing, enabled: false, onSince: null, nextRun: null };
const unconnected = { source: 'none', lastCompleteLook: null, failure: null } as const;
const silent = { ...healthy.panel, failure: 'It answered 503.' };
const overdue = { ...healthy.billing, overdueSince: at('19:00') };
const forgotten = { ...healthy.panel, lastCompleteLook: at('17:00') };
const held = aRun({ id: 13, status: 'held', closedAt: null });
const failed = aRun({ status: 'done_with_failures' });
const cancelled = aRun({ id: 14, status: 'cancelled' });
const alerts = { open: 2, rows: [anAlert()] };
const setAside: Dashboard['setAside'] = [
  { reason: 'no_rate', servers: 3, since: healthy.at, examples: [{ id: 4, name: 'dora-db-1' }] },
];

test.each`
  facts                                                  | tone      | title                                          | says
  ${{}}                                                  | ${'good'} | ${'Billing is healthy'}                        | ${'no server waits'}
  ${{ setAside }}                                        | ${'good'} | ${'Billing is healthy'}                        | ${'3 servers are set aside'}
  ${{ lastRuns: [] }}                                    | ${'good'} | ${'Billing is on'}                             | ${'The first run'}
  ${{ lastRuns: [cancelled, aRun()] }}                   | ${'good'} | ${'Billing is healthy'}                        | ${'as planned'}
  ${{ alerts }}                                          | ${'warn'} | ${'Billing works, and something wants a look'} | ${'2 alerts are open'}
  ${{ alerts: { ...alerts, open: 1 } }}                  | ${'warn'} | ${'Billing works, and something wants a look'} | ${'1 alert is open'}
  ${{ lastRuns: [failed], alerts }}                      | ${'bad'}  | ${'Some servers could not be billed'}          | ${'Run 12 met errors'}
  ${{ lastRuns: [cancelled, failed] }}                   | ${'bad'}  | ${'Some servers could not be billed'}          | ${'Run 12 met errors'}
  ${{ panel: forgotten, lastRuns: [failed] }}            | ${'bad'}  | ${'VirtFusion is not looked at'}               | ${'for hours'}
  ${{ billing: overdue, panel: forgotten }}              | ${'bad'}  | ${'A run is overdue'}                          | ${'at 23 Nov 2026, 19:00 UTC'}
  ${{ billing: overdue, panel: silent }}                 | ${'bad'}  | ${'VirtFusion cannot be read'}                 | ${'It answered 503.'}
  ${{ panel: silent, lastRuns: [failed] }}               | ${'bad'}  | ${'VirtFusion cannot be read'}                 | ${'It answered 503.'}
  ${{ lastRuns: [held, failed], panel: silent, alerts }} | ${'warn'} | ${'Billing waits for you'}                     | ${'Run 13'}
  ${{ billing: off, lastRuns: [held], alerts }}          | ${'off'}  | ${'Billing is off'}                            | ${'Nothing is charged'}
  ${{ panel: unconnected, billing: off }}                | ${'off'}  | ${'VirtFusion is not connected'}               | ${'Connect it'}
  ${{ panel: unconnected, alerts }}                      | ${'bad'}  | ${'VirtFusion is not connected'}               | ${'Connect it'}
`('"$title" is $tone: $says', ({ facts, tone, title, says }) => {
  const verdict = verdictOf(aDashboard(facts));
  expect(verdict).toMatchObject({ tone, title });
  expect(verdict.sentence).toContain(says);
});
