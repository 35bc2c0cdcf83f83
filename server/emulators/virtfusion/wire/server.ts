import type { Commissioned, Instant, ServerRow } from '../world/entities.ts';
import { uuidOf } from '../world/random.ts';
import { isoOffset } from './times.ts';

export const buildStates: Record<Commissioned, string> = {
  0: 'allocated',
  1: 'queued',
  2: 'failed',
  3: 'complete',
};

/** `""` until the first build, as on the panel. */
export function serverName(row: ServerRow): string {
  return row.name ?? (row.commissioned === 0 ? '' : `vm-${row.id}`);
}

/** Whether something is still to be done for the server: then further actions answer 423. */
export function isBusy(row: ServerRow, now: Instant): boolean {
  return row.busyUntil > now;
}

/** The row of `GET /servers`, `type=simple`: other names than the detail's for the same things. */
export function serverRowBody(row: ServerRow): Record<string, unknown> {
  return {
    id: row.id,
    uuid: uuidOf(row.id),
    name: serverName(row),
    commissioned: row.commissioned,
    owner: row.ownerId,
    hypervisorId: row.hypervisorId,
    suspended: row.suspended,
    protected: row.protected,
    updated: isoOffset(row.updated),
    created: isoOffset(row.created),
  };
}

/** The row of `GET /servers/user/:userId`: a third shape, snake_case in places. */
export function serverOfUserBody(row: ServerRow): Record<string, unknown> {
  const { memory, storage, traffic, cpuCores } = row.resources;
  return {
    id: row.id,
    ownerId: row.ownerId,
    hypervisorId: row.hypervisorId,
    name: serverName(row),
    hostname: row.hostname,
    commissionStatus: row.commissioned,
    uuid: uuidOf(row.id),
    state: buildStates[row.commissioned],
    rebuild: false,
    suspended: row.suspended,
    protected: row.protected,
    buildFailed: false,
    backup_level: 0,
    backup_plan: null,
    os: { screen: '' },
    server_info: { show: false, icon: null, name: null, label: null },
    vnc: {
      expose_details: true,
      ip: '192.168.4.2',
      hostname: null,
      port: 5900 + (row.id % 1000),
      enabled: 0,
    },
    resources: { memory, storage, traffic, cpuCores, cpu_model: null },
    network: { interfaces: [] },
    config: { uefi: false, bootOrder: ['hd', 'cdrom'] },
    media: { isoMounted: false, isoName: '' },
  };
}
