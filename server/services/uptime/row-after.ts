import type { ServerRow } from './known-server.ts';
import type { PresentServer } from './seen-server.ts';
import type { StateSeen } from './state-seen.ts';

/** The row of a server once an answer was read; what the answer leaves out stays as it was. */
export function rowAfter(before: ServerRow | null, seen: PresentServer, shown: StateSeen | null): ServerRow {
  const { details } = seen;
  const at = seen.at * 1000;
  const isStale =
    before === null ||
    before.panelUpdatedAt !== seen.updated.getTime() ||
    before.customerId !== seen.customerId ||
    before.commissionStatus !== seen.commissionStatus;
  return {
    id: seen.id,
    uuid: seen.uuid,
    name: seen.name,
    hostname: details ? details.hostname : (before?.hostname ?? null),
    customerId: seen.customerId,
    hypervisorId: seen.hypervisorId,
    hypervisorName: details?.hypervisorName ?? hypervisorNameKept(before, seen),
    commissionStatus: seen.commissionStatus,
    suspended: seen.suspended,
    selfService: details?.selfService ?? before?.selfService ?? null,
    memoryMb: details?.memoryMb ?? before?.memoryMb ?? null,
    storageGb: details?.storageGb ?? before?.storageGb ?? null,
    trafficGb: details?.trafficGb ?? before?.trafficGb ?? null,
    cpuCores: details?.cpuCores ?? before?.cpuCores ?? null,
    panelCreatedAt: seen.created.getTime(),
    panelUpdatedAt: seen.updated.getTime(),
    // Details that said nothing new keep their date, so that asking twice writes once.
    detailsAt: isStale ? (details ? at : null) : (before.detailsAt ?? (details ? at : null)),
    state: shown?.state ?? stateKept(before),
    powerAskedAt: seen.power === 'unasked' ? (before?.powerAskedAt ?? null) : at,
    powerUnknownSince: unknownSince(before, seen, shown),
    goneAt: null,
  };
}

/** The name belongs to the hypervisor, not to the server that moved away from it. */
function hypervisorNameKept(before: ServerRow | null, seen: PresentServer): string | null {
  return before?.hypervisorId === seen.hypervisorId ? before.hypervisorName : null;
}

/** Without a new state the old one stands, unless the answer has just denied it. */
function stateKept(before: ServerRow | null): ServerRow['state'] {
  return before?.state === 'running' || before?.state === 'stopped' ? before.state : null;
}

function unknownSince(before: ServerRow | null, seen: PresentServer, shown: StateSeen | null): number | null {
  if (shown) return null;
  if (seen.power === 'unknown') return before?.powerUnknownSince ?? seen.at * 1000;
  return before?.powerUnknownSince ?? null;
}

export function isChanged(before: ServerRow, after: ServerRow): boolean {
  return (Object.keys(after) as (keyof ServerRow)[]).some((key) => before[key] !== after[key]);
}
