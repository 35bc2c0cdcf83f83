import type { Instant } from '#shared/billing/period.ts';
import type { VirtFusionClient } from '../../integrations/virtfusion/client.ts';
import type { IdSet } from './id-set.ts';
import type { RecordRules } from './record-seen.ts';
import type { SweepCounts } from './sweeps.ts';

/** What the sweep asks of the panel. */
export type ObservedPanel = Pick<VirtFusionClient, 'pages' | 'server' | 'serverPower' | 'packages'>;

/** One sweep under way. */
export interface Sweep {
  id: number;
  startedAt: Instant;
  client: ObservedPanel;
  rules: RecordRules;
  counts: SweepCounts;
  /** Servers of which the list or the details said something new. */
  changed: IdSet;
  /** Calls at once. */
  concurrency: number;
  /** Between two observations by schedule. */
  intervalMinutes: number;
}
