import type { ExtRelationId, VirtFusionUserId } from './ids.ts';

/* VirtFusion's things in this program's words: what the rest of it may rely on. */

/** A row of `GET /servers`. Holds neither power nor resources nor package. */
export interface ListedServer {
  id: number;
  uuid: string;
  name: string;
  /** Build state, 0 to 3: allocated, queued, failed, complete. */
  commissioned: number;
  ownerId: VirtFusionUserId;
  hypervisorId: number;
  suspended: boolean;
  protected: boolean;
  /** Moves for many reasons, and not for all that matter: a hint, no cursor. */
  updated: Date;
  created: Date;
}

export interface ServerOwner {
  id: VirtFusionUserId;
  /** null for users made by hand in the panel. */
  extRelationId: ExtRelationId | null;
  name: string;
  email: string;
  suspended: boolean;
}

export interface ServerDetail {
  id: number;
  uuid: string;
  name: string;
  hostname: string | null;
  ownerId: VirtFusionUserId;
  hypervisorId: number;
  commissionStatus: number;
  /** The build's state (`allocated`, `queued`, `failed`, `complete`), never the power's. */
  state: string;
  suspended: boolean;
  /** 0: not billed by VirtFusion itself. null: the panel did not say, which is not 0. */
  selfService: number | null;
  /** Not 0: deletion is under way or planned. null: the panel did not say. */
  deleteLevel: number | null;
  /** End of the latest build: moves with each rebuild. */
  built: Date | null;
  created: Date;
  updated: Date;
  /** trafficGb 0 means unmetered. */
  resources: { memoryMb: number; storageGb: number; trafficGb: number; cpuCores: number };
  /** kB/s of the first interface, 0 for no limit. */
  speeds: { inKbs: number; outKbs: number } | null;
  owner: ServerOwner | null;
  hypervisor: { maintenance: boolean; name: string; groupName: string | null } | null;
}

/** `unknown` is no kind of stopped: the hypervisor did not answer, or not in words we know. */
export type Power = { kind: 'known'; running: boolean } | { kind: 'unknown'; why: string };

export type ServerWithPower = ServerDetail & { power: Power };

export interface Package {
  id: number;
  name: string;
  description: string | null;
  enabled: boolean;
  memoryMb: number;
  storageGb: number;
  trafficGb: number;
  cpuCores: number;
  speedInKbs: number;
  speedOutKbs: number;
  /** The self-service price in tokens; from 7.1.0. */
  tokenValue?: number;
}

export interface QueueItem {
  id: number;
  serverId: number | null;
  action: string | null;
  started: Date | null;
  /** null while under way; done well if finished and not failed. */
  finished: Date | null;
  failed: boolean;
}

export interface Currency {
  id: number;
  code: string;
  /** Price of one token, as exact decimal text. */
  tokenPrice: string;
  prefix: string | null;
  suffix: string | null;
  isDefault: boolean;
  enabled: boolean;
}

export interface HourlyStats {
  period: string | null;
  /** In tokens, exact decimal text, may be negative; null when the account is not configured, which is not zero. */
  balanceTokens: string | null;
  monthlyHours: number | null;
  monthlyTokens: string | null;
  currency: { code: string; tokenPrice: string } | null;
}
