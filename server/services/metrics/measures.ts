/** What rows tell, at the moment somebody asks. Names are Prometheus's; each is declared once, with its labels. */
export const measures = {
  billing_database_up: {
    help: '1 when the database answered this scrape; without it no other of these is there',
  },
  billing_enabled: { help: '1 while hourly billing is switched on' },
  billing_lag_seconds: {
    help: 'How far the last closed run is behind the last whole hour; absent while billing is off',
  },
  billing_run_overdue_seconds: { help: 'Since when a run is due that has not come; 0 while all is well' },
  billing_open_run_seconds: {
    help: 'Age of the run that is open, by status; absent without one',
    labels: ['status'],
  },
  billing_runs_last_day: { help: 'Runs opened in the last 24 hours, by status', labels: ['status'] },
  billing_charges_last_day: { help: 'Charges of the runs opened in the last 24 hours' },
  billing_amount_last_day: {
    help: 'What the runs opened in the last 24 hours charged, in units of the billing currency',
  },
  billing_last_run_closed_timestamp_seconds: { help: 'When the last run closed' },
  billing_last_run_duration_seconds: { help: 'How long the last closed run took, from opening to close' },
  billing_last_run_failed: { help: '1 when the last closed run could not bill every server' },
  billing_last_run_charges: { help: 'Charges of the last closed run' },
  billing_last_run_servers: {
    help: 'Servers of the last closed run: seen, billed, set_aside',
    labels: ['outcome'],
  },
  billing_last_good_look_timestamp_seconds: { help: 'When VirtFusion was last read whole' },
  billing_queue_jobs: {
    help: 'Jobs by task and state: due, later, running, given_up',
    labels: ['task', 'state'],
  },
  billing_queue_oldest_due_seconds: { help: 'How long the oldest job waits that is due; 0 when none is' },
  billing_outbox_messages: { help: 'Messages on their way, by whether they are due', labels: ['state'] },
  billing_outbox_oldest_due_seconds: {
    help: 'How long the oldest message waits that is due; 0 when none is',
  },
  billing_wallets_low: {
    help: 'Customers warned that their wallet lasts for less than so many hours, and who have not paid since; 0: empty',
    labels: ['hours'],
  },
  billing_wallets_below_zero: { help: 'Wallets below zero' },
  billing_alerts_open: { help: 'Alerts whose cause lasts, by kind', labels: ['kind'] },
  billing_backup_taken_timestamp_seconds: {
    help: 'When the newest backup was taken; absent where there is none',
  },
  billing_backup_proved_timestamp_seconds: {
    help: 'When the newest backup that was restored and agreed was taken: what came later is lost with the disk',
  },
  billing_processes: { help: 'Processes at work, by role and version', labels: ['role', 'version'] },
  billing_workers_down: { help: 'Processes with the role worker whose worker takes no jobs' },
} as const satisfies Record<string, { help: string; labels?: readonly string[] }>;

export type MeasureName = keyof typeof measures;

/** One value of a measure. */
export interface Sample {
  name: MeasureName;
  labels?: Record<string, string>;
  value: number;
}
