/** The closed list of what is recorded: every write of a person has its action. */
export const auditActions = [
  'settings.updated',
  'virtfusion.connected',
  'rate.added',
  'server.package_assigned',
  'server.gap_decided',
  'wallet.adjusted',
  'run.triggered',
  'run.approved',
  'run.cancelled',
  'run.retried',
  'schedule.paused',
  'schedule.resumed',
  'schedule.started',
  'alert.acknowledged',
  'alert.snoozed',
  'admin.created',
  'admin.signed_in',
  'admin.sign_in_refused',
  'admin.signed_out',
  'token.created',
] as const;
export type AuditAction = (typeof auditActions)[number];
