import type { MailCheck } from '#server/services/channels/check-mail.ts';
import { type Finding, isBroken, isWell, mayBeMeant } from './finding.ts';
import { judgeClock } from './judge-database.ts';

/** What a probe of VirtFusion found, as the settings page shows it. */
export interface PanelFacts {
  reachable: boolean;
  permissions: readonly { permission: string; needed: boolean; ok: boolean; detail: string }[];
  clockSkewSeconds: number | null;
}

/** Null: none is connected. */
export function judgePanel(panel: PanelFacts | null): Finding[] {
  if (panel === null) {
    const remedy = 'Set VIRTFUSION_API_URL and VIRTFUSION_API_TOKEN, or save both under Settings.';
    return [mayBeMeant('VirtFusion', 'None is connected: this is a demo.', remedy)];
  }
  if (!panel.reachable) {
    const [first] = panel.permissions;
    const remedy = 'Check its address, the firewall between, and its certificate: Settings, Test connection.';
    return [isBroken('VirtFusion', `It does not answer: ${first?.detail ?? 'no reason given'}.`, remedy)];
  }
  const lacking = panel.permissions.filter(({ ok }) => !ok);
  const permissions = lacking.map(({ permission, needed, detail }) =>
    (needed ? isBroken : mayBeMeant)(
      'VirtFusion',
      `The token may not read ${permission}: ${detail}.`,
      needed
        ? 'Give the token this permission in VirtFusion.'
        : 'Only VirtFusion’s credit as the wallet needs it.',
    ),
  );
  return [
    ...(permissions.length > 0
      ? permissions
      : [isWell('VirtFusion', 'It answers, and the token may read what billing reads.')]),
    ...(panel.clockSkewSeconds === null ? [] : [judgeClock('VirtFusion', panel.clockSkewSeconds)]),
  ];
}

/** Null: none is connected. */
export function judgePayPal(
  checks: readonly { check: string; ok: boolean; detail: string }[] | null,
): Finding[] {
  if (checks === null) return [isWell('PayPal', 'None is connected: wallets are filled by admins.')];
  return checks.map(({ check, ok, detail }) => {
    if (ok) return isWell('PayPal', detail);
    return check === 'credentials'
      ? isBroken('PayPal', detail, 'Save the account anew under Settings, PayPal.')
      : mayBeMeant('PayPal', detail, 'Name its webhook under Settings, PayPal.');
  });
}

export function judgeMail({ place, problem }: MailCheck): Finding {
  if (place === 'folder') return isWell('mail', 'A demo writes its mails into a folder.');
  if (place === 'none') {
    return mayBeMeant(
      'mail',
      'No mail server is set: nobody is told anything by mail.',
      'Set one under Messages, Channels.',
    );
  }
  if (problem === null) return isWell('mail', 'The mail server takes our sign-in.');
  return isBroken('mail', problem, 'Check host, port, security and password under Messages, Channels.');
}
