import type { alertKinds } from '#shared/api/alerts.ts';
import type { Tone } from './ui/badge.tsx';

export type AlertKind = (typeof alertKinds)[number];

/** What an alert is called, and how much it matters: the one place where the kinds have words. */
export const alertWords: Record<AlertKind, { title: string; tone: Tone }> = {
  run_held: { title: 'A run is held for review', tone: 'warn' },
  server_failed: { title: 'Some servers could not be billed', tone: 'bad' },
  panel_silent: { title: 'VirtFusion cannot be read', tone: 'bad' },
  clocks_apart: { title: 'The clocks disagree', tone: 'bad' },
  missed_run: { title: 'A run was missed, and caught up', tone: 'warn' },
  run_overdue: { title: 'A run is overdue', tone: 'bad' },
  repeated_failure: { title: 'It fails again and again', tone: 'bad' },
  stale_sighting: { title: 'Not looked at for too long', tone: 'warn' },
  server_unpriced: { title: 'Servers are up without a price', tone: 'warn' },
  billed_by_nobody: { title: 'Servers are billed by nobody', tone: 'bad' },
  charge_unusual: { title: 'A charge is far above the usual', tone: 'warn' },
  fleet_changed: { title: 'The fleet changed suddenly', tone: 'warn' },
  balance_disagrees: { title: 'A balance disagrees with the ledger', tone: 'bad' },
  panel_wish_stuck: { title: 'VirtFusion does not do what we want', tone: 'bad' },
  dunning_held: { title: 'Suspensions wait for a person', tone: 'warn' },
  power_refused: { title: 'A server could not be switched', tone: 'warn' },
  revenue_waiting: { title: 'Revenue waits to be billed', tone: 'warn' },
  notices_undelivered: { title: 'Messages did not arrive', tone: 'warn' },
  webhook_refused: { title: 'A payment notification was refused', tone: 'bad' },
  topup_unclear: { title: 'A top-up is unclear', tone: 'bad' },
  claim_unclear: { title: 'A refund or dispute is unclear', tone: 'bad' },
  topup_disputed: { title: 'A payment is disputed', tone: 'warn' },
  credit_unclear: { title: 'Nobody knows whether credit arrived', tone: 'bad' },
  credit_stuck: { title: 'Credit cannot be posted', tone: 'warn' },
  credit_unlinked: { title: 'Customers’ credit cannot be reached', tone: 'warn' },
  credit_unpriced: { title: 'VirtFusion has no value for a token', tone: 'bad' },
  books_differ: { title: 'The books differ', tone: 'bad' },
  history_differs: { title: 'A packed month is not what was charged', tone: 'bad' },
  backup_stale: { title: 'No backup was proved lately', tone: 'bad' },
};
