import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { ServerRow } from '../uptime/known-server.ts';
import type { PageChanges } from '../uptime/page-changes.ts';
import { idList, rowsAsTable } from '../uptime/rows-as-table.ts';

/** VirtFusion's servers → our rows, and the meters that follow them: one statement for each kind of change. */
export async function syncServers(tx: Context, changes: PageChanges): Promise<void> {
  await insertServers(tx, changes.newServers);
  await updateServers(tx, changes.changedServers);
  await insertMeters(tx, changes.newMeters);
  await moveMetersToCustomers(tx, changes.movedServers);
  await reopenMeters(tx, changes.returnedServers);
}

async function insertServers(tx: Context, rows: readonly ServerRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.db.execute(sql`
    INSERT INTO servers (id, uuid, name, hostname, customer_id, hypervisor_id, hypervisor_name, commission_status,
      suspended, self_service, memory_mb, storage_gb, traffic_gb, cpu_cores, panel_created_at, panel_updated_at,
      details_at, state, power_asked_at, power_unknown_since, gone_at, created_at)
    SELECT ${values}, ${tx.clock.now().toISOString()}::timestamptz FROM ${tableOf(rows)}`);
}

async function updateServers(tx: Context, rows: readonly ServerRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.db.execute(sql`
    UPDATE servers s SET (id, uuid, name, hostname, customer_id, hypervisor_id, hypervisor_name, commission_status,
      suspended, self_service, memory_mb, storage_gb, traffic_gb, cpu_cores, panel_created_at, panel_updated_at,
      details_at, state, power_asked_at, power_unknown_since, gone_at) = ROW(${values})
    FROM ${tableOf(rows)} WHERE s.id = t.id`);
}

const values = sql.raw(`t.id, t.uuid, t.name, t.hostname, t.customer_id, t.hypervisor_id, t.hypervisor_name,
  t.commission_status, t.suspended, t.self_service, t.memory_mb, t.storage_gb, t.traffic_gb, t.cpu_cores,
  to_timestamp(t.panel_created), to_timestamp(t.panel_updated), to_timestamp(t.details), t.state,
  to_timestamp(t.power_asked), to_timestamp(t.power_unknown), to_timestamp(t.gone)`);

const seconds = (ms: number | null) => (ms === null ? null : ms / 1000);

function tableOf(rows: readonly ServerRow[]) {
  return rowsAsTable('t', rows, {
    id: ['int', (row) => row.id],
    uuid: ['text', (row) => row.uuid],
    name: ['text', (row) => row.name],
    hostname: ['text', (row) => row.hostname],
    customer_id: ['int', (row) => row.customerId],
    hypervisor_id: ['int', (row) => row.hypervisorId],
    hypervisor_name: ['text', (row) => row.hypervisorName],
    commission_status: ['int', (row) => row.commissionStatus],
    suspended: ['boolean', (row) => row.suspended],
    self_service: ['int', (row) => row.selfService],
    memory_mb: ['int', (row) => row.memoryMb],
    storage_gb: ['int', (row) => row.storageGb],
    traffic_gb: ['int', (row) => row.trafficGb],
    cpu_cores: ['int', (row) => row.cpuCores],
    panel_created: ['float8', (row) => seconds(row.panelCreatedAt)],
    panel_updated: ['float8', (row) => seconds(row.panelUpdatedAt)],
    details: ['float8', (row) => seconds(row.detailsAt)],
    state: ['text', (row) => row.state],
    power_asked: ['float8', (row) => seconds(row.powerAskedAt)],
    power_unknown: ['float8', (row) => seconds(row.powerUnknownSince)],
    gone: ['float8', (row) => seconds(row.goneAt)],
  });
}

async function insertMeters(tx: Context, meters: PageChanges['newMeters']): Promise<void> {
  if (meters.length === 0) return;
  await tx.db.execute(sql`
    INSERT INTO server_meters (server_id, customer_id, billed_until)
    SELECT server_id, customer_id, to_timestamp(billed_until)
    FROM ${rowsAsTable('t', meters, {
      server_id: ['int', (meter) => meter.serverId],
      customer_id: ['int', (meter) => meter.customerId],
      billed_until: ['float8', (meter) => meter.billedUntil],
    })} ON CONFLICT (server_id) DO NOTHING`);
}

/** From now on a server is billed with its new owner's; the stretches say whose each hour was. */
async function moveMetersToCustomers(tx: Context, moved: PageChanges['movedServers']): Promise<void> {
  if (moved.length === 0) return;
  const now = tx.clock.now().toISOString();
  await tx.db.execute(sql`
    UPDATE server_meters m SET customer_id = t.customer_id, moved_at = ${now}::timestamptz
    FROM ${rowsAsTable('t', moved, {
      server_id: ['int', (server) => server.serverId],
      customer_id: ['int', (server) => server.customerId],
    })} WHERE m.server_id = t.server_id`);
}

async function reopenMeters(tx: Context, serverIds: readonly number[]): Promise<void> {
  if (serverIds.length === 0) return;
  await tx.db.execute(sql`
    UPDATE server_meters SET finished = false WHERE server_id = ANY(${idList(serverIds)}) AND finished`);
}
