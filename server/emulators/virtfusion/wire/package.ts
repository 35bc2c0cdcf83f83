import type { Package } from '../world/entities.ts';
import { isoMicros } from './times.ts';

/** A package; its token price shows from 7.1 on. */
export function packageBody(pack: Package, withTokenValue: boolean): Record<string, unknown> {
  return {
    id: pack.id,
    name: pack.name,
    description: pack.description,
    enabled: pack.enabled,
    memory: pack.resources.memory,
    primaryStorage: pack.resources.storage,
    traffic: pack.resources.traffic,
    cpuCores: pack.resources.cpuCores,
    primaryNetworkSpeedIn: pack.networkIn,
    primaryNetworkSpeedOut: pack.networkOut,
    primaryDiskType: 'inherit',
    backupPlanId: 0,
    primaryStorageReadBytesSec: null,
    primaryStorageWriteBytesSec: null,
    primaryStorageReadIopsSec: null,
    primaryStorageWriteIopsSec: null,
    primaryStorageProfile: 1,
    primaryNetworkProfile: 0,
    created: isoMicros(pack.created),
    ...(withTokenValue ? { tokenValue: pack.tokenValue } : {}),
  };
}
