import type { Instant } from '#shared/billing/period.ts';
import type {
  ListedServer,
  ServerDetail,
  ServerOwner,
  ServerWithPower,
} from '../../integrations/virtfusion/client.ts';

/** What one answer of the panel said about one server; `at` is when it was read, in epoch seconds, rounded up. */
export type SeenServer = PresentServer | GoneServer | UnansweredServer;

/** It exists. */
export interface PresentServer {
  kind: 'present';
  id: number;
  at: Instant;
  uuid: string;
  name: string;
  customerId: number;
  hypervisorId: number;
  commissionStatus: number;
  suspended: boolean;
  created: Date;
  updated: Date;
  /** null from the list, which holds none. */
  details: SeenDetails | null;
  /** 'unasked' unless its hypervisor was asked; 'unknown' when that did not answer. */
  power: 'running' | 'stopped' | 'unknown' | 'unasked';
}

export interface SeenDetails {
  hostname: string | null;
  hypervisorName: string | null;
  /** null: the panel did not say, which is not 0. */
  selfService: number | null;
  neverBuilt: boolean;
  memoryMb: number;
  storageGb: number;
  trafficGb: number;
  cpuCores: number;
  owner: ServerOwner | null;
}

/** VirtFusion's exact words: there is no such server. */
export interface GoneServer {
  kind: 'gone';
  id: number;
  at: Instant;
}

/** Asked for its power, and no answer that can be trusted. It says nothing about the server. */
export interface UnansweredServer {
  kind: 'unanswered';
  id: number;
  at: Instant;
}

/** The whole second by which what was read at `instant` was true. */
export function secondAfter(instant: Date): Instant {
  return Math.ceil(instant.getTime() / 1000);
}

/** The whole second at or before `instant`. */
export function secondOf(instant: Date): Instant {
  return Math.floor(instant.getTime() / 1000);
}

export function seenInList(row: ListedServer, at: Instant): PresentServer {
  const { id, uuid, name, ownerId, hypervisorId, commissioned, suspended, created, updated } = row;
  return {
    kind: 'present',
    ...{ id, at, uuid, name, customerId: ownerId, hypervisorId, suspended, created, updated },
    commissionStatus: commissioned,
    details: null,
    power: 'unasked',
  };
}

export function seenInDetail(row: ServerDetail, at: Instant): PresentServer {
  const { id, uuid, name, ownerId, hypervisorId, commissionStatus, suspended, created, updated } = row;
  return {
    kind: 'present',
    ...{
      id,
      at,
      uuid,
      name,
      customerId: ownerId,
      hypervisorId,
      commissionStatus,
      suspended,
      created,
      updated,
    },
    details: {
      hostname: row.hostname,
      hypervisorName: row.hypervisor?.name ?? null,
      selfService: row.selfService,
      neverBuilt: row.built === null,
      ...row.resources,
      owner: row.owner,
    },
    power: 'unasked',
  };
}

export function seenWithPower(row: ServerWithPower, at: Instant): PresentServer {
  const { power } = row;
  if (power.kind === 'unknown') return { ...seenInDetail(row, at), power: 'unknown' };
  return { ...seenInDetail(row, at), power: power.running ? 'running' : 'stopped' };
}
