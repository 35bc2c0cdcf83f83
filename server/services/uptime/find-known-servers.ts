import { sql } from 'drizzle-orm';
import type { ServerState } from '#shared/billing/statement.ts';
import type { Context } from '../../context.ts';
import type { KnownServer } from './known-server.ts';
import { idList } from './rows-as-table.ts';

interface KnownRow extends Record<string, unknown> {
  id: number;
  uuid: string;
  name: string;
  hostname: string | null;
  customer_id: number;
  hypervisor_id: number;
  hypervisor_name: string | null;
  commission_status: number;
  suspended: boolean;
  self_service: number | null;
  memory_mb: number | null;
  storage_gb: number | null;
  traffic_gb: number | null;
  cpu_cores: number | null;
  panel_created_ms: number;
  panel_updated_ms: number;
  details_ms: number | null;
  state: ServerState | null;
  power_asked_ms: number | null;
  power_unknown_ms: number | null;
  gone_ms: number | null;
  first_seen: number | null;
  last_seen: number | null;
  stretch_state: ServerState | null;
  stretch_customer_id: number | null;
}

const ms = (column: string) => sql.raw(`round(extract(epoch FROM ${column}) * 1000)::float8`);

/** Everything known of these servers that a new answer is compared with, in one statement. */
export async function findKnownServers(
  ctx: Context,
  ids: readonly number[],
): Promise<Map<number, KnownServer>> {
  const { rows } = await ctx.db.execute<KnownRow>(sql`
    SELECT s.id, s.uuid, s.name, s.hostname, s.customer_id, s.hypervisor_id, s.hypervisor_name, s.commission_status,
      s.suspended, s.self_service, s.memory_mb, s.storage_gb, s.traffic_gb, s.cpu_cores, s.state,
      ${ms('s.panel_created_at')} AS panel_created_ms, ${ms('s.panel_updated_at')} AS panel_updated_ms,
      ${ms('s.details_at')} AS details_ms, ${ms('s.power_asked_at')} AS power_asked_ms,
      ${ms('s.power_unknown_since')} AS power_unknown_ms, ${ms('s.gone_at')} AS gone_ms,
      extract(epoch FROM l.first_seen_at)::float8 AS first_seen, extract(epoch FROM l.last_seen_at)::float8 AS last_seen,
      l.state AS stretch_state, l.customer_id AS stretch_customer_id
    FROM servers s LEFT JOIN LATERAL (
      SELECT u.first_seen_at, u.last_seen_at, u.state, u.customer_id FROM uptime_stretches u
      WHERE u.server_id = s.id ORDER BY u.first_seen_at DESC LIMIT 1) l ON true
    WHERE s.id = ANY(${idList(ids)})`);
  return new Map(rows.map((row) => [row.id, knownServer(row)]));
}

function knownServer(row: KnownRow): KnownServer {
  const { first_seen: firstSeenAt, stretch_state: state, stretch_customer_id: customerId } = row;
  return {
    row: {
      id: row.id,
      uuid: row.uuid,
      name: row.name,
      hostname: row.hostname,
      customerId: row.customer_id,
      hypervisorId: row.hypervisor_id,
      hypervisorName: row.hypervisor_name,
      commissionStatus: row.commission_status,
      suspended: row.suspended,
      selfService: row.self_service,
      memoryMb: row.memory_mb,
      storageGb: row.storage_gb,
      trafficGb: row.traffic_gb,
      cpuCores: row.cpu_cores,
      panelCreatedAt: row.panel_created_ms,
      panelUpdatedAt: row.panel_updated_ms,
      detailsAt: row.details_ms,
      state: row.state,
      powerAskedAt: row.power_asked_ms,
      powerUnknownSince: row.power_unknown_ms,
      goneAt: row.gone_ms,
    },
    latest:
      firstSeenAt === null || state === null || customerId === null
        ? null
        : { firstSeenAt, lastSeenAt: row.last_seen, state, customerId },
  };
}
