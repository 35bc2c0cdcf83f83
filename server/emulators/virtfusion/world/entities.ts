/** Milliseconds since the epoch. The wire shows whole seconds; the world keeps what really happened. */
export type Instant = number;

/** What a server was given, in VirtFusion's units: MB, GB, GB a month (0 = unmetered), cores. */
export interface Resources {
  readonly memory: number;
  readonly storage: number;
  readonly traffic: number;
  readonly cpuCores: number;
}

export interface User {
  id: number;
  admin: boolean;
  extRelationId: number | null;
  relationStrings: string[];
  /** 0 disabled, 1 hourly, 2 resource packs, 3 both. */
  selfService: number;
  selfServiceHourlyCredit: boolean;
  name: string;
  email: string;
  timezone: string;
  suspended: boolean;
  created: Instant;
  updated: Instant;
}

export interface Package {
  id: number;
  name: string;
  description: string | null;
  enabled: boolean;
  resources: Resources;
  /** kB/s, 0 = unlimited. */
  networkIn: number;
  networkOut: number;
  /** Monthly price in tokens; on the wire from 7.1 on. */
  tokenValue: number;
  created: Instant;
}

export interface HypervisorGroup {
  id: number;
  name: string;
  enabled: boolean;
  created: Instant;
}

export interface Hypervisor {
  id: number;
  groupId: number;
  name: string;
  ip: string;
  maintenance: boolean;
  /** Whether it answers live questions; when not, `remoteState` is `false`. */
  answers: boolean;
  created: Instant;
}

export interface Currency {
  id: number;
  code: string;
  /** Price of one token, decimal text with 10 places. */
  value: string;
  prefix: string;
  suffix: string | null;
  default: boolean;
  enabled: boolean;
}

/** An API token. `permissions` holds route labels such as `GET /servers/:id`; `*` ends a prefix. */
export interface Token {
  token: string;
  permissions: 'all' | string[];
  except: string[];
  requestsPerMinute: number | null;
  expires: Instant | null;
  allowedAddresses: string[] | null;
}

/** 0 allocated, 1 queued, 2 failed, 3 complete. */
export type Commissioned = 0 | 1 | 2 | 3;

/** Which answers pretend that the server is not there, though it is. */
export type Hidden = 'no' | 'list' | 'everywhere';

/** The compact truth about one server: one small object, so that a million of them fit in memory. */
export interface ServerRow {
  readonly id: number;
  readonly created: Instant;
  ownerId: number;
  /** Known to the world only: VirtFusion never says which package a server has. */
  packageId: number | null;
  hypervisorId: number;
  resources: Resources;
  commissioned: Commissioned;
  selfService: number;
  running: boolean;
  suspended: boolean;
  protected: boolean;
  /** Non-zero while a delayed deletion waits. */
  deleteLevel: number;
  /** A guest that does not react to ACPI: `shutdown` finishes, the server keeps running. */
  ignoresShutdown: boolean;
  hidden: Hidden;
  name: string | null;
  hostname: string | null;
  cpuThrottle: number;
  updated: Instant;
  built: Instant | null;
  bootedAt: Instant | null;
  /** The server is locked (423) until this instant. */
  busyUntil: Instant;
  /** Null until the first change after birth: birth events are derived from the fields above. */
  events: StoredEvent[] | null;
}

export type EventFact =
  | {
      kind: 'created';
      ownerId: number;
      packageId: number | null;
      resources: Resources;
      selfService: number;
    }
  | { kind: 'built' | 'booted' | 'stopped' | 'suspended' | 'unsuspended' | 'deleted' }
  | { kind: 'resized'; resources: Resources; packageId: number | null }
  | { kind: 'owner'; ownerId: number };

export type StoredEvent = EventFact & { readonly at: Instant };

/** One true event of a server's life, as tests and oracles read it. */
export type HistoryEvent = EventFact & { readonly at: Date };
