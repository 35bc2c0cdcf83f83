import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { MatchablePackage } from '../servers/match-package.ts';

/** The packages VirtFusion lists, disabled ones too: their servers live on. A panel has tens of them. */
export async function findPackages(ctx: Context): Promise<MatchablePackage[]> {
  const { rows } = await ctx.db.execute<Record<string, number>>(sql`
    SELECT id, memory_mb, storage_gb, traffic_gb, cpu_cores FROM packages WHERE gone_at IS NULL ORDER BY id`);
  return rows.map((row) => ({
    id: row.id as number,
    memoryMb: row.memory_mb as number,
    storageGb: row.storage_gb as number,
    trafficGb: row.traffic_gb as number,
    cpuCores: row.cpu_cores as number,
  }));
}
