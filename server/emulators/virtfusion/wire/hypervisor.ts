import type { Hypervisor, HypervisorGroup } from '../world/entities.ts';
import type { World } from '../world/world.ts';
import { isoOffset } from './times.ts';

export function groupBody(group: HypervisorGroup): Record<string, unknown> {
  return {
    id: group.id,
    name: group.name,
    label: null,
    description: null,
    distributionType: 1,
    enabled: group.enabled,
    default: group.id === 1,
    created: isoOffset(group.created),
    updated: isoOffset(group.created),
  };
}

/** `encryptedToken` is there because the panel sends it: a secret that clients must not keep. */
export function hypervisorBody(world: World, hypervisor: Hypervisor): Record<string, unknown> {
  const { label: _, ...group } = groupBody(world.groups.get(hypervisor.groupId));
  return {
    id: hypervisor.id,
    commissioned: 3,
    ip: hypervisor.ip,
    ipAlt: null,
    hostname: `${hypervisor.name}.example.com`,
    port: 8892,
    sshPort: 22,
    name: hypervisor.name,
    maintenance: hypervisor.maintenance,
    enabled: true,
    nfType: 4,
    group,
    encryptedToken: 'eyJpdiI6ImVtdWxhdG9yIiwidmFsdWUiOiJub3QtYS1yZWFsLXNlY3JldCJ9',
    maxServers: 0,
    maxCpu: 0,
    maxMemory: 0,
    networks: [],
    storage: [],
    created: isoOffset(hypervisor.created),
    updated: isoOffset(hypervisor.created),
  };
}

/** What a hypervisor has left; `max` 0 is no limit, and then `free` is negative. */
export function stockBody(world: World, hypervisor: Hypervisor): Record<string, unknown> {
  const rows = world.servers.listed.flatMap((id) => {
    const row = world.servers.find(id);
    return row?.hypervisorId === hypervisor.id ? [row] : [];
  });
  const memory = rows.reduce((sum, row) => sum + row.resources.memory, 0);
  const cores = rows.reduce((sum, row) => sum + row.resources.cpuCores, 0);
  const storage = rows.reduce((sum, row) => sum + row.resources.storage, 0);
  const { id, name } = hypervisor;
  return {
    hypervisor: {
      id,
      name,
      enabled: true,
      prohibit: false,
      accept: !hypervisor.maintenance,
      commissioned: 3,
    },
    resources: {
      servers: unlimited('#', rows.length),
      memory: unlimited('MB', memory),
      cpuCores: unlimited('#', cores),
      localStorage: { enabled: true, name: 'Default', storageType: 1, ...unlimited('GB', storage) },
      otherStorage: [],
      network: { total: { ipv4: { free: 200 } } },
    },
  };
}

export function unlimited(units: string, allocated: number): Record<string, unknown> {
  return { units, max: 0, allocated, free: -allocated, percent: null };
}
