import type { Run } from '#shared/api/runs.ts';
import { formatMoney } from '#shared/billing/money.ts';
import type { Env } from './env.ts';
import { listRunSetAsides } from './services/billing/list-run-set-asides.ts';
import { getBillingSettings } from './services/settings/get-billing-settings.ts';
import type { RunningApp } from './start.ts';

/** Why servers wait, for the terminal; the pages have longer sentences. */
const reasons: Record<string, string> = {
  no_package: 'no package matches, or several do: assign one on the page of the server',
  no_rate: 'its package has no price: add one under Rates',
  no_terms: 'no billing terms hold for that hour',
  gap_held: 'unseen time is held for review',
  not_seen: 'its power could not be read for more than an hour',
  failed: 'its facts could not be billed: see the run',
};

/** The first run of a demo, as lines. */
export async function describeFirstRun({ context }: RunningApp, run: Run): Promise<string[]> {
  const { settings } = await getBillingSettings(context, {});
  const { rows } = await listRunSetAsides(context, { id: run.id, limit: 200 });
  const waiting = groupByReason(rows);
  return [
    '',
    `  Billing run ${run.id}, up to ${run.until.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    `    servers seen     ${run.serversSeen}`,
    `    servers billed   ${run.serversBilled}`,
    `    hours billed     ${run.billedHours}`,
    `    amount           ${formatMoney(run.amount)} ${settings.currency}${run.charges === 0 ? ' (nothing was due)' : ''}`,
    `    set aside        ${run.serversSetAside}`,
    ...[...waiting].map(([reason, names]) => `      ${names.join(', ')}: ${reasons[reason] ?? reason}`),
    ...(run.notSeen ? [`    not seen         ${run.notSeen}`] : []),
  ];
}

function groupByReason(
  rows: readonly { reason: string; serverName: string; serverId: number }[],
): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const row of rows) {
    const names = groups.get(row.reason) ?? [];
    groups.set(row.reason, [...names, row.serverName || `server ${row.serverId}`]);
  }
  return groups;
}

/** Where to go, how to get in, and how to leave the demo. */
export function describeReady(app: RunningApp, env: Env): string[] {
  const lines = [''];
  if (env.roles.has('web')) lines.push(`  Open             ${app.url}/admin`);
  if (app.firstAdmin) {
    lines.push(`  E-mail           ${app.firstAdmin.email}`);
    lines.push(
      app.firstAdmin.password
        ? `  Password         ${app.firstAdmin.password}   (shown this once)`
        : '  Password         the one in ADMIN_PASSWORD',
    );
  }
  if (!app.firstAdmin && env.roles.has('web')) {
    lines.push('  Sign in          as before; npm run create-admin adds an admin');
  }
  if (app.demo) {
    lines.push(
      '',
      '  This is a demo: an emulated VirtFusion and invented servers, in a database of its own.',
    );
    lines.push(
      '  For your own panel, set VIRTFUSION_API_URL and VIRTFUSION_API_TOKEN, or save both under Settings, and start again.',
    );
  }
  lines.push('', '  Ctrl-C stops everything.', '');
  return lines;
}
