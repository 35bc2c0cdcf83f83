import type { Instant, Package, ServerRow } from '../world/entities.ts';
import { uuidOf } from '../world/random.ts';
import type { World } from '../world/world.ts';
import { unlimited } from './hypervisor.ts';
import { buildStates, isBusy, serverName } from './server.ts';
import { isoOffset, isoOffsetOrNull, plainTime } from './times.ts';
import { trafficPeriodBody } from './traffic.ts';
import { ownerBody } from './user.ts';

/** A 1 by 1 PNG: the screenshot that makes detail objects heavy on a real panel. */
const SCREEN =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** `GET /servers/:id` and the rows of `type=full`. `remoteState` is `false` when it was not asked for. */
export function serverDetailBody(
  world: World,
  row: ServerRow,
  remoteState: unknown,
): Record<string, unknown> {
  const now = world.now();
  return {
    ...identityPart(row),
    ...levelsPart(row, now),
    traffic: { public: { countMethod: 1, currentPeriod: trafficPeriodBody(row, now) } },
    settings: settingsPart(row),
    cpu: cpuPart(row),
    customXML: customXmlPart(),
    qemuCommandline: [],
    qemuAgent: { os: { screen: SCREEN } },
    media: {
      isoMounted: false,
      isoType: 'iso',
      isoName: '',
      isoFilename: '',
      isoUrl: '',
      isoDownload: false,
    },
    backupPlan: { id: null, name: null },
    vnc: { ip: '192.168.4.2', port: 5900 + (row.id % 1000), enabled: false },
    network: { interfaces: [interfacePart(row, packageOf(world, row))], secondaryInterfaces: [] },
    storage: [storagePart(row)],
    hypervisorAssets: [],
    hypervisor: hypervisorPart(world, row),
    owner: ownerBody(world.users.get(row.ownerId)),
    sshKeys: [],
    sharedUsers: [],
    tasks: { active: isBusy(row, now), lastOn: lastOn(row, now), actions: { pending: [] } },
    remoteState,
  };
}

function identityPart(row: ServerRow): Record<string, unknown> {
  return {
    id: row.id,
    ownerId: row.ownerId,
    hypervisorId: row.hypervisorId,
    arch: 1,
    name: serverName(row),
    selfService: row.selfService,
    selfServiceSettings: [],
    hostname: row.hostname,
    commissionStatus: row.commissioned,
    uuid: uuidOf(row.id),
    state: buildStates[row.commissioned],
    suspended: row.suspended,
    protected: row.protected,
    built: isoOffsetOrNull(row.built),
    created: isoOffset(row.created),
    updated: isoOffset(row.updated),
  };
}

/** `buildFailed` stays false on a failed build: that is what the vendor's own example shows. */
function levelsPart(row: ServerRow, now: Instant): Record<string, unknown> {
  return {
    migratable: true,
    destroyable: true,
    elevated: false,
    elevate: false,
    rebuild: false,
    buildFailed: false,
    primaryNetworkDhcp4: false,
    primaryNetworkDhcp6: false,
    timezone: '_default',
    migrateLevel: 0,
    deleteLevel: row.deleteLevel,
    configLevel: row.commissioned === 1 && isBusy(row, now) ? 1 : 0,
    backupLevel: 0,
    elevateId: null,
  };
}

function settingsPart(row: ServerRow): Record<string, unknown> {
  const { memory, storage, traffic, cpuCores } = row.resources;
  return {
    osTemplateInstall: true,
    osTemplateInstallId: row.commissioned === 0 ? 0 : 49,
    encryptedPassword: 'eyJpdiI6ImVtdWxhdG9yIiwidmFsdWUiOiJub3QtYS1yZWFsLXNlY3JldCJ9',
    backupPlan: null,
    ...{ uefi: false, cloudInit: true, networkBoot: false },
    ...{
      uefiType: 0,
      cloudInitType: 1,
      tpmType: 0,
      bootMenu: 1,
      customISO: 1,
      securityDriver: 3,
      pciPorts: 16,
    },
    config: [],
    userConfig: [],
    bootOrder: ['hd', 'cdrom'],
    memBalloon: { model: 1, autoDeflate: 1, freePageReporting: 1 },
    hyperv: { enabled: false, relaxed: 0, vapic: 0, spinlocks: 0, vendorId: 0, vendorIdValue: '' },
    extended: { cpuFlags: { topoext: '1', svm: '1', vmx: '1' } },
    machineType: 'inherit',
    resources: { memory, storage, traffic, cpuCores },
  };
}

function cpuPart(row: ServerRow): Record<string, unknown> {
  const topology = { enabled: false, sockets: 1, cores: 1, threads: 1, dies: 1 };
  const kind = { type: 'inherit', typeExact: 'host-model', shares: 1024 };
  return { cores: row.resources.cpuCores, ...kind, throttle: row.cpuThrottle, topology };
}

function customXmlPart(): Record<string, unknown> {
  const names = ['domain', 'os', 'devices', 'features', 'clock', 'cpuTune'];
  return Object.fromEntries(names.map((name) => [name, { xml: '', enabled: false }]));
}

/** Speeds follow the package, as a fresh server's do; an unknown package means unlimited. */
function interfacePart(row: ServerRow, pack: Package | undefined): Record<string, unknown> {
  const tail = row.id
    .toString(16)
    .padStart(6, '0')
    .slice(-6)
    .replace(/(..)(?=.)/g, '$1:');
  const address = `10.${(row.id >> 16) & 255}.${(row.id >> 8) & 255}.${row.id & 255}`;
  const block = {
    gateway: '10.0.0.1',
    netmask: '255.0.0.0',
    resolver1: '192.0.2.53',
    resolver2: '192.0.2.54',
  };
  return {
    ...{ id: row.id, order: 1, enabled: true, tag: 1, name: 'eth0', type: 'public', driver: null },
    ...{ processQueues: null, mac: `00:16:3e:${tail}`, ipv4ToMac: '', ipv6ToMac: '' },
    ...{ inTrafficCount: true, outTrafficCount: false },
    ...{ inAverage: pack?.networkIn ?? 0, inPeak: 0, inBurst: 0 },
    ...{ outAverage: pack?.networkOut ?? 0, outPeak: 0, outBurst: 0 },
    ...{ ipFilter: true, ipFilterType: '4-6', vlans: [], portIsolated: false, networkProfile: 0 },
    ...{
      dhcpV4: false,
      dhcpV6: false,
      firewallEnabled: false,
      hypervisorNetwork: 1,
      isNat: false,
      nat: false,
    },
    ...{ firewall: [], ipWhitelist: [], actions: [], ipv6: [] },
    hypervisorConnectivity: {
      id: 1,
      type: 'simpleBridge',
      bridge: 'br0',
      mtu: 0,
      primary: true,
      default: true,
    },
    ipv4: [{ id: row.id, order: 1, enabled: true, blockId: 1, address, ...block, rdns: null, mac: null }],
  };
}

function storagePart(row: ServerRow): Record<string, unknown> {
  return {
    ...{ _id: row.id, id: 1, cache: 'inherit', bus: 'virtio', capacity: row.resources.storage, drive: 'a' },
    ...{ datastoreDiskId: null, filesystem: null, iops: { read: 0, write: 0 }, bytes: { read: 0, write: 0 } },
    ...{ type: 'qcow2', profile: 0, status: row.commissioned === 0 ? 1 : 3, enabled: true, primary: true },
    ...{ created: isoOffset(row.created), updated: isoOffset(row.updated), datastore: [], name: 'Default' },
    ...{ filename: `${uuidOf(row.id)}_1.img`, hypervisorStorageId: null, local: true },
    ...{ locationType: 'mountpoint', path: '/home/vf-data/disk' },
  };
}

function hypervisorPart(world: World, row: ServerRow): Record<string, unknown> {
  const host = world.hypervisors.get(row.hypervisorId);
  const storage = { enabled: true, name: 'Default', storageType: 1, ...unlimited('GB', 0) };
  return {
    ...{ id: host.id, ip: host.ip, hostname: null, port: 8892, maintenance: host.maintenance },
    ...{ groupId: host.groupId, group: { name: world.groups.get(host.groupId).name, icon: null } },
    ...{ timezone: 'Europe/London', forceIPv6: false, vncListenType: 1, displayName: null, cpuSet: null },
    ...{ nfType: 4, backupStorageType: 1, defaultDiskType: 'qcow2', defaultDiskCacheType: 'none' },
    ...{ defaultCPU: 'host-model', defaultMachineType: 'pc', name: host.name, dataDir: '/home/vf-data' },
    created: isoOffset(host.created),
    updated: isoOffset(host.created),
    resources: {
      servers: unlimited('#', 0),
      memory: unlimited('MB', 0),
      cpuCores: unlimited('#', 0),
      localStorage: storage,
      otherStorage: [],
    },
  };
}

function packageOf(world: World, row: ServerRow): Package | undefined {
  return row.packageId === null ? undefined : world.packages.find(row.packageId);
}

function lastOn(row: ServerRow, now: Instant): string | null {
  if (isBusy(row, now)) return plainTime(now);
  return row.busyUntil > 0 ? plainTime(row.busyUntil) : null;
}
