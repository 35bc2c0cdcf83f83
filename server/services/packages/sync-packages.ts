import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { RefusedError } from '../../errors.ts';
import type { Package, VirtFusionClient } from '../../integrations/virtfusion/client.ts';
import { rematchServers } from '../servers/assign-matches.ts';
import type { MatchablePackage } from '../servers/match-package.ts';
import { rowsAsTable } from '../uptime/rows-as-table.ts';
import { findPackages } from './find-packages.ts';

/**
 * VirtFusion's packages → our rows, by one call; when any changed, servers without one are matched again. A package
 * that is no longer listed stays, marked as gone: servers and rates may speak of it. Returns those listed.
 * @throws VirtFusionError; RefusedError when the list is suddenly empty; whatever `mayWrite` throws to refuse
 */
export async function syncPackages(
  ctx: Context,
  client: Pick<VirtFusionClient, 'packages'>,
  mayWrite: (tx: Context) => Promise<void>,
): Promise<MatchablePackage[]> {
  const listed = await client.packages();
  if (listed.length === 0 && (await findPackages(ctx)).length > 0) {
    throw new RefusedError('VirtFusion lists no packages any more; the known ones are kept.');
  }
  return withTransaction(ctx, async (tx) => {
    await mayWrite(tx);
    const isChanged = await savePackages(tx, listed);
    const packages = await findPackages(tx);
    // Together or not at all: the next sweep would find nothing changed.
    if (isChanged) await rematchServers(tx, packages);
    return packages;
  });
}

/** True when anything was written. */
async function savePackages(tx: Context, listed: readonly Package[]): Promise<boolean> {
  const at = tx.clock.now().toISOString();
  const { rows } = await tx.db.execute<{ changed: number }>(sql`
    WITH listed AS (SELECT * FROM ${tableOf(listed)}),
    saved AS (
      INSERT INTO packages AS p (id, name, enabled, memory_mb, storage_gb, traffic_gb, cpu_cores, seen_at)
      SELECT t.*, ${at}::timestamptz FROM listed t
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, enabled = excluded.enabled,
        memory_mb = excluded.memory_mb, storage_gb = excluded.storage_gb, traffic_gb = excluded.traffic_gb,
        cpu_cores = excluded.cpu_cores, seen_at = excluded.seen_at, gone_at = NULL
      WHERE (p.name, p.enabled, p.memory_mb, p.storage_gb, p.traffic_gb, p.cpu_cores, p.gone_at) IS DISTINCT FROM
        (excluded.name, excluded.enabled, excluded.memory_mb, excluded.storage_gb, excluded.traffic_gb,
          excluded.cpu_cores, NULL)
      RETURNING p.id),
    lost AS (
      UPDATE packages SET gone_at = ${at}::timestamptz
      WHERE gone_at IS NULL AND id NOT IN (SELECT id FROM listed) RETURNING id)
    SELECT (SELECT count(*) FROM saved)::int + (SELECT count(*) FROM lost)::int AS changed`);
  return (rows[0]?.changed ?? 0) > 0;
}

function tableOf(listed: readonly Package[]) {
  return rowsAsTable('t', listed, {
    id: ['int', (row) => row.id],
    name: ['text', (row) => row.name],
    enabled: ['boolean', (row) => row.enabled],
    memory_mb: ['int', (row) => row.memoryMb],
    storage_gb: ['int', (row) => row.storageGb],
    traffic_gb: ['int', (row) => row.trafficGb],
    cpu_cores: ['int', (row) => row.cpuCores],
  });
}
