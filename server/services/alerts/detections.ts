import type { AlertKind } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { balanceDisagreements } from './detectors/balance-disagreements.ts';
import { fleetChange } from './detectors/fleet-change.ts';
import { heldRun } from './detectors/held-run.ts';
import { overdueRun } from './detectors/overdue-run.ts';
import { repeatedFailures } from './detectors/repeated-failures.ts';
import { staleBackup } from './detectors/stale-backup.ts';
import { staleSightings } from './detectors/stale-sightings.ts';
import { stuckCredit } from './detectors/stuck-credit.ts';
import { unbilledServers } from './detectors/unbilled-servers.ts';
import { unclearCredit } from './detectors/unclear-credit.ts';
import { undeliveredNotices } from './detectors/undelivered-notices.ts';
import { unlinkedCredit } from './detectors/unlinked-credit.ts';
import { unpricedServers } from './detectors/unpriced-servers.ts';
import { unusualCharges } from './detectors/unusual-charges.ts';
import { waitingRevenue } from './detectors/waiting-revenue.ts';
import { loadBackups } from './facts/load-backups.ts';
import { loadBalances } from './facts/load-balances.ts';
import { loadStuckCredit, loadUnclearCredit, loadUnlinkedCredit } from './facts/load-credit.ts';
import { loadFailures } from './facts/load-failures.ts';
import { loadFleetCounts } from './facts/load-fleet-counts.ts';
import { loadOpenRun } from './facts/load-open-run.ts';
import { loadSightings } from './facts/load-sightings.ts';
import { loadUnbilledServers } from './facts/load-unbilled-servers.ts';
import { loadUndelivered } from './facts/load-undelivered.ts';
import { loadUnpricedServers } from './facts/load-unpriced-servers.ts';
import { loadUnusualCharges } from './facts/load-unusual-charges.ts';
import { loadWaitingHours } from './facts/load-waiting-hours.ts';
import type { Finding } from './raise-alert.ts';

export interface Detection {
  kind: AlertKind;
  find(ctx: Context): Promise<Finding[]>;
}

/** Facts by a few bounded statements, then a pure judgement: a new anomaly is one of each, and a line here. */
function detection<Facts>(
  kind: AlertKind,
  load: (ctx: Context) => Promise<Facts>,
  judge: (facts: Facts) => Finding[],
): Detection {
  return { kind, find: async (ctx) => judge(await load(ctx)) };
}

/** Everything that is looked for. Each owns its kind: what it no longer finds is over. */
export const detections: readonly Detection[] = [
  detection('run_overdue', loadOpenRun, overdueRun),
  detection('run_held', loadOpenRun, heldRun),
  detection('server_unpriced', loadUnpricedServers, unpricedServers),
  detection('stale_sighting', loadSightings, staleSightings),
  detection('charge_unusual', loadUnusualCharges, unusualCharges),
  detection('fleet_changed', loadFleetCounts, fleetChange),
  detection('repeated_failure', loadFailures, repeatedFailures),
  detection('billed_by_nobody', loadUnbilledServers, unbilledServers),
  detection('balance_disagrees', loadBalances, balanceDisagreements),
  detection('revenue_waiting', loadWaitingHours, waitingRevenue),
  detection('notices_undelivered', loadUndelivered, undeliveredNotices),
  detection('credit_unclear', loadUnclearCredit, unclearCredit),
  detection('credit_stuck', loadStuckCredit, stuckCredit),
  detection('backup_stale', loadBackups, staleBackup),
  detection('credit_unlinked', loadUnlinkedCredit, unlinkedCredit),
];
