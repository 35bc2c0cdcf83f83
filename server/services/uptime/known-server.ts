import type { Instant } from '#shared/billing/period.ts';
import type { ServerState } from '#shared/billing/statement.ts';
import type { LatestStretch } from './stretch-changes.ts';

/** A row of `servers` as the sweep keeps it. Instants are epoch milliseconds. */
export interface ServerRow {
  id: number;
  uuid: string;
  name: string;
  hostname: string | null;
  customerId: number;
  hypervisorId: number;
  hypervisorName: string | null;
  commissionStatus: number;
  suspended: boolean;
  selfService: number | null;
  memoryMb: number | null;
  storageGb: number | null;
  trafficGb: number | null;
  cpuCores: number | null;
  panelCreatedAt: number;
  panelUpdatedAt: number;
  /** When its details were read; null while they are out of date, or were never read. */
  detailsAt: number | null;
  state: ServerState | null;
  powerAskedAt: number | null;
  powerUnknownSince: number | null;
  goneAt: number | null;
}

export interface KnownServer {
  row: ServerRow;
  latest: LatestStretch | null;
}

/** The end of a stretch, or its opening again when `lastSeenAt` is null. The stretch is named by its beginning. */
export interface StretchEnd {
  serverId: number;
  firstSeenAt: Instant;
  lastSeenAt: Instant | null;
}

export interface NewStretch extends LatestStretch {
  serverId: number;
}

/** A server's resources as first read, or as they were found changed. */
export interface ResourcesSeen {
  serverId: number;
  at: Instant;
  first: boolean;
  memoryMb: number;
  storageGb: number;
  trafficGb: number;
  cpuCores: number;
}
