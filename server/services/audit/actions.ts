/** The closed list of what is recorded: every write of a person has its action. */
export const auditActions = [
  'settings.updated',
  'virtfusion.connected',
  'rate.added',
  'server.package_assigned',
  'server.gap_decided',
  'wallet.adjusted',
  'transaction.reversed',
  'replay.created',
  'replay.posted',
  'replay.approved',
  'replay.cancelled',
  'run.triggered',
  'run.approved',
  'run.cancelled',
  'alert.acknowledged',
  'admin.created',
  'admin.signed_in',
  'admin.sign_in_refused',
  'admin.signed_out',
  'token.created',
] as const;
export type AuditAction = (typeof auditActions)[number];
