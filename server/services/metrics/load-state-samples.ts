import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { latestBackup } from '../backup/latest-backup.ts';
import type { ListedProcess } from '../processes/list-processes.ts';
import type { Sample } from './measures.ts';

/** What wants a person: wallets that run dry, and alerts. One pass over the marks and wallets of all customers. */
export async function loadStateSamples(ctx: Context): Promise<Sample[]> {
  const low = await ctx.db.execute<{ level: number; customers: number }>(
    sql`SELECT level, count(*)::int AS customers FROM runway_marks WHERE level IS NOT NULL GROUP BY level`,
  );
  const below = await ctx.db.execute<{ wallets: number }>(
    sql`SELECT count(*)::int AS wallets FROM accounts WHERE kind = 'wallet' AND balance_micros < 0`,
  );
  const open = await ctx.db.execute<{ kind: string; alerts: number }>(
    sql`SELECT kind, count(*)::int AS alerts FROM alerts WHERE resolved_at IS NULL GROUP BY kind`,
  );
  return [
    ...low.rows.map(
      ({ level, customers }): Sample => ({
        name: 'billing_wallets_low',
        labels: { hours: String(level) },
        value: customers,
      }),
    ),
    { name: 'billing_wallets_below_zero', value: below.rows[0]?.wallets ?? 0 },
    ...open.rows.map(
      ({ kind, alerts }): Sample => ({
        name: 'billing_alerts_open',
        labels: { kind },
        value: alerts,
      }),
    ),
  ];
}

/** How it stands with backups; what there is none of is absent. */
export async function loadBackupSamples(ctx: Context): Promise<Sample[]> {
  const { takenAt, provedTakenAt } = await latestBackup(ctx);
  const instants = [
    ['billing_backup_taken_timestamp_seconds', takenAt],
    ['billing_backup_proved_timestamp_seconds', provedTakenAt],
  ] as const;
  return instants.flatMap(([name, at]) => (at === null ? [] : [{ name, value: at.getTime() / 1000 }]));
}

/** Who is at work: counted by role and version, so that a reload that stopped half-way shows. */
export function processSamples(listed: readonly Omit<ListedProcess, 'metrics'>[]): Sample[] {
  const counts = new Map<string, Sample>();
  for (const { roles, version } of listed) {
    for (const role of roles) {
      const known = counts.get(`${role} ${version}`);
      counts.set(`${role} ${version}`, {
        name: 'billing_processes',
        labels: { role, version },
        value: (known?.value ?? 0) + 1,
      });
    }
  }
  const down = listed.filter(({ workerDown }) => workerDown).length;
  return [...counts.values(), { name: 'billing_workers_down', value: down }];
}
