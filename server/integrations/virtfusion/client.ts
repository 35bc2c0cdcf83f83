import type { IntegrationClock, IntegrationLog } from '../http-client.ts';
import type { Reach } from '../reach.ts';
import { type Caller, createCaller } from './caller.ts';
import type { Answer, Call } from './judge-reply.ts';
import type { Package, QueueItem, ServerDetail, ServerWithPower } from './model.ts';
import { type Probe, probePanel } from './probe.ts';
import { acceptedReply, packagesReply, queueReply } from './replies.ts';
import { type SelfServiceCalls, selfServiceCalls } from './self-service.ts';
import { type ServerPage, serverPages } from './server-pages.ts';
import { listedPage, serverReply, serverWithPowerReply } from './server-replies.ts';
import { type Outcome, VirtFusionError } from './virtfusion-error.ts';

export type { ExtRelationId, VirtFusionUserId } from './ids.ts';
export { extRelationId, virtFusionUserId } from './ids.ts';
export type {
  Currency,
  HourlyStats,
  ListedServer,
  Package,
  Power,
  QueueItem,
  ServerDetail,
  ServerOwner,
  ServerWithPower,
} from './model.ts';
export type { Probe, ProbeCheck, ProbePermission } from './probe.ts';
export type { PostCredit } from './self-service.ts';
export type { ServerPage } from './server-pages.ts';
export { type FailedOutcome, type Outcome, VirtFusionError } from './virtfusion-error.ts';

export interface VirtFusionClientOptions {
  /** With or without `/api/v1`. */
  baseUrl: string;
  token: string;
  /** Whether the panel may lie in a private network. */
  reach: Reach;
  /** PEM of an authority to trust besides the public ones. */
  ca?: string;
  /** Limit of one request; 30 s. */
  timeoutMs?: number;
  /** Limit of one request that asks the hypervisor; 60 s. */
  powerTimeoutMs?: number;
  /** Requests at once; 4. */
  concurrency?: number;
  /** In any 60 seconds, over all calls of this client; null for no limit. */
  requestsPerMinute?: number | null;
  clock: IntegrationClock;
  log: IntegrationLog;
  /** Told of each request, repeats included. */
  onCall?: (call: { route: string; outcome: Outcome; ms: number }) => void;
}

/** The date is the panel's own clock when it answered, `readAt` ours when its answer was in. */
export interface Found<T> {
  kind: 'found';
  value: T;
  date: Date | null;
  readAt: Date;
}

/** Deleted, in the panel's own words: the only proof there is. */
export interface Gone {
  kind: 'gone';
  date: Date | null;
  readAt: Date;
}

/** Every call throws VirtFusionError for what is not `ok`; reads are repeated, mutations never. */
export interface VirtFusionClient extends SelfServiceCalls {
  /** A sweep over all servers, 200 a page. */
  pages(query?: { signal?: AbortSignal }): AsyncIterable<ServerPage>;
  server(serverId: number): Promise<Found<ServerDetail> | Gone>;
  /** As `server`, with the power asked live of its hypervisor. */
  serverPower(serverId: number): Promise<Found<ServerWithPower> | Gone>;
  packages(): Promise<Package[]>;
  probe(): Promise<Probe>;
  /** Accepted, not done: follow the queue item, or read the power. */
  boot(serverId: number): Promise<{ queueId: number }>;
  /** As boot. Asks the guest, which may never obey. */
  shutdown(serverId: number): Promise<{ queueId: number }>;
  /** As boot. Pulls the plug: the guest is not asked. */
  poweroff(serverId: number): Promise<{ queueId: number }>;
  /** Accepted, or done: read `suspended` to know. */
  suspend(serverId: number): Promise<void>;
  /** As suspend. Whether the server boots is not documented. */
  unsuspend(serverId: number): Promise<void>;
  /** Accepted: it happens after so many minutes, and cannot be called back through the API. Always sent with a delay. */
  deleteServer(serverId: number, options: { delayMinutes: number }): Promise<void>;
  queue(queueId: number): Promise<QueueItem>;
  /** Ends reads at once, lets a mutation under way come to its end. */
  close(): Promise<void>;
}

const defaults = { timeoutMs: 30_000, powerTimeoutMs: 60_000, concurrency: 4, requestsPerMinute: null };
/** The most that VirtFusion documents. */
const rowsPerPage = 200;

/** A client of one panel. @throws TypeError for an address or a token that cannot be used; RangeError for a limit */
export function createVirtFusionClient(options: VirtFusionClientOptions): VirtFusionClient {
  const settings = { ...defaults, ...definedOnly(options) };
  for (const limit of ['timeoutMs', 'powerTimeoutMs', 'concurrency', 'requestsPerMinute'] as const) {
    checkLimit(limit, settings[limit]);
  }
  const caller = createCaller(settings);
  return {
    ...selfServiceCalls(caller),
    ...powerAndSuspension(caller),
    pages: (query) => pagesOf(caller, { atOnce: settings.concurrency, signal: query?.signal }),
    server: (serverId) => foundOrGone(caller.call(serverCall(serverId, serverReply(serverId)))),
    serverPower: (serverId) =>
      foundOrGone(
        caller.call({
          ...serverCall(serverId, serverWithPowerReply(serverId)),
          query: [['remoteState', 'true']],
          live: true,
        }),
      ),
    async packages() {
      const path = '/packages';
      return (await caller.call({ method: 'GET', template: path, path, reply: packagesReply })).value;
    },
    async queue(queueId) {
      const path = `/queue/${pathId(queueId)}`;
      return (await caller.call({ method: 'GET', template: '/queue/{id}', path, reply: queueReply })).value;
    },
    probe: () => probePanel(caller, settings.clock),
    close: () => caller.close(),
  };
}

function powerAndSuspension(
  caller: Caller,
): Pick<VirtFusionClient, 'boot' | 'shutdown' | 'poweroff' | 'suspend' | 'unsuspend' | 'deleteServer'> {
  const power = async (serverId: number, action: 'boot' | 'shutdown' | 'poweroff') => {
    const path = `/servers/${pathId(serverId)}/power/${action}`;
    const template = `/servers/{id}/power/${action}`;
    return (await caller.call({ method: 'POST', template, path, kind: 'power', reply: acceptedReply })).value;
  };
  const suspension = async (serverId: number, action: 'suspend' | 'unsuspend') => {
    const path = `/servers/${pathId(serverId)}/${action}`;
    await caller.call({
      method: 'POST',
      template: `/servers/{id}/${action}`,
      path,
      kind: 'server',
      reply: null,
    });
  };
  return {
    boot: (serverId) => power(serverId, 'boot'),
    shutdown: (serverId) => power(serverId, 'shutdown'),
    poweroff: (serverId) => power(serverId, 'poweroff'),
    suspend: (serverId) => suspension(serverId, 'suspend'),
    unsuspend: (serverId) => suspension(serverId, 'unsuspend'),
    async deleteServer(serverId, { delayMinutes }) {
      checkLimit('delayMinutes', delayMinutes);
      await caller.call({
        method: 'DELETE',
        template: '/servers/{id}',
        path: `/servers/${pathId(serverId)}`,
        query: [['delay', String(delayMinutes)]],
        kind: 'server',
        reply: null,
      });
    },
  };
}

/** Its own parameters on each page: the links in the reply lose them, and may name a host that is not ours to reach. */
function pagesOf(
  caller: Caller,
  options: { atOnce: number; signal?: AbortSignal },
): AsyncIterable<ServerPage> {
  return serverPages(
    (page, signal) =>
      caller.call({
        method: 'GET',
        template: '/servers',
        path: '/servers',
        query: [
          ['type', 'simple'],
          ['results', String(rowsPerPage)],
          ['page', String(page)],
        ],
        reply: listedPage(page),
        signal,
      }),
    options,
  );
}

function serverCall<T>(serverId: number, reply: Call<T>['reply']): Call<T> {
  const path = `/servers/${pathId(serverId)}`;
  return { method: 'GET', template: '/servers/{id}', path, kind: 'server', reply };
}

async function foundOrGone<T>(call: Promise<Answer<T>>): Promise<Found<T> | Gone> {
  try {
    const { value, date, readAt } = await call;
    return { kind: 'found', value, date, readAt };
  } catch (error) {
    if (error instanceof VirtFusionError && error.outcome === 'gone' && error.readAt)
      return { kind: 'gone', date: error.date, readAt: error.readAt };
    throw error;
  }
}

/** NaN or 1.5 in a path would be another question than was meant. */
function pathId(value: number): number {
  if (!Number.isSafeInteger(value) || value <= 0) throw new RangeError(`${value} is no id`);
  return value;
}

function checkLimit(name: string, value: number | null): void {
  if (value !== null && !(Number.isSafeInteger(value) && value > 0)) {
    throw new RangeError(`${name} must be a whole number above 0`);
  }
}

function definedOnly<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}
