import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { findRates } from './rate-rows.ts';
import { waitingByPackage } from './waiting-servers.ts';

type Packages = OutputOf<typeof api.rates.list>['packages'];

interface PackageRow extends Record<string, unknown> {
  id: number;
  name: string;
  enabled: boolean;
  memory_mb: number;
  storage_gb: number;
  traffic_gb: number;
  cpu_cores: number;
  gone_at: Date | null;
  servers: number;
}

/** A panel has tens of packages; a list has an end. */
const MOST = 1_000;

/** Every package with its prices and the servers that wait for one. Prices of single servers are not among them. */
export async function listRates(
  ctx: Context,
  _input: InputOf<typeof api.rates.list> = {},
): Promise<OutputOf<typeof api.rates.list>> {
  const rows = await findPackageRows(ctx);
  const rates = await findRates(ctx, sql`r.package_id IS NOT NULL AND r.supersedes_id IS NULL`);
  const waiting = await waitingByPackage(ctx);
  const packages: Packages = rows.map((row) => ({
    id: row.id,
    name: row.name,
    enabled: row.enabled,
    memoryMb: row.memory_mb,
    storageGb: row.storage_gb,
    trafficGb: row.traffic_gb,
    cpuCores: row.cpu_cores,
    goneAt: row.gone_at,
    servers: row.servers,
    waitingServers: waiting.get(row.id)?.servers ?? 0,
    waitingSince: waiting.get(row.id)?.since ?? null,
    rates: rates.filter((rate) => rate.packageId === row.id),
  }));
  return { packages };
}

async function findPackageRows(ctx: Context): Promise<PackageRow[]> {
  const { rows } = await ctx.db.execute<PackageRow>(sql`
    SELECT p.id, p.name, p.enabled, p.memory_mb, p.storage_gb, p.traffic_gb, p.cpu_cores, p.gone_at,
      coalesce(used.servers, 0)::int AS servers
    FROM packages p LEFT JOIN (SELECT package_id, count(*) AS servers FROM servers
      WHERE gone_at IS NULL GROUP BY package_id) used ON used.package_id = p.id
    ORDER BY p.gone_at IS NOT NULL, p.name, p.id LIMIT ${MOST}`);
  return rows;
}
