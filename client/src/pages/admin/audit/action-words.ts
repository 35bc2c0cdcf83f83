const words: Record<string, string> = {
  'settings.updated': 'Changed the billing settings',
  'virtfusion.connected': 'Changed the VirtFusion connection',
  'rate.added': 'Added a price',
  'server.package_assigned': 'Assigned a package',
  'server.gap_decided': 'Decided about unseen hours',
  'server.exempted': 'Exempted a server from billing',
  'server.exemption_ended': 'Ended an exemption',
  'wallet.adjusted': 'Adjusted a wallet',
  'transaction.reversed': 'Reversed a transaction',
  'replay.created': 'Asked for a replay',
  'replay.posted': 'Posted a replay',
  'replay.approved': 'Approved a replay',
  'replay.cancelled': 'Dropped a replay',
  'run.triggered': 'Billed by hand',
  'run.approved': 'Let a held run go on',
  'run.cancelled': 'Cancelled a held run',
  'run.retried': 'Tried failed servers again',
  'schedule.paused': 'Paused a schedule',
  'schedule.resumed': 'Ended a pause',
  'schedule.started': 'Started a schedule by hand',
  'alert.acknowledged': 'Saw to an alert',
  'alert.snoozed': 'Put off an alert',
  'history.closed': 'Closed a month to charges',
  'history.packed': 'Packed a month',
  'history.exported': 'Wrote the file of a month',
  'history.emptied': 'Let the rows of a month go',
  'admin.created': 'Created an admin',
  'admin.signed_in': 'Signed in',
  'admin.sign_in_refused': 'Sign-in refused',
  'admin.signed_out': 'Signed out',
  'token.created': 'Created an API token',
  'customer_link.issued': 'Gave a customer a link',
  'customer_link.revoked': 'Withdrew a link of a customer',
  'budget.saved': 'Set a spend limit',
  'budget.removed': 'Took a spend limit back',
};

export const actionChoices = Object.entries(words).map(([value, label]) => ({ value, label }));

/** What was done, in words; an action of a newer server by its own name. */
export function actionText(action: string): string {
  return words[action] ?? action;
}
