import type { Replay } from '#shared/api/replays.ts';
import type { ReplayServer } from '../api/replays.ts';
import { at } from './records.ts';

/** A week of the Small package at the right price, worked out and not posted. */
export function aReplay(over: Partial<Replay> = {}): Replay {
  return {
    id: 4,
    status: 'proposed',
    from: at('00:00', '2026-11-16'),
    until: at('00:00', '2026-11-23'),
    scope: { kind: 'package', id: 1, name: 'Small' },
    change: { kind: 'price', packageId: 1, packageName: 'Small', monthlyPrice: 4_990_000n, policy: null },
    reason: 'a digit too many',
    createdAt: at('20:00'),
    createdBy: 'Otto Operator',
    progress: { looked: 1, of: 1 },
    computedAt: at('20:00'),
    servers: 1,
    customers: 1,
    hours: 168,
    up: 0n,
    down: -10_335_780n,
    problems: 0,
    postedServers: 0,
    postedAt: null,
    decision: null,
    mine: { needsApproval: false, approvalRefusal: null },
    ...over,
  };
}

/** What it changes for ada's server. */
export function aReplayServer(over: Partial<ReplayServer> = {}): ReplayServer {
  return {
    serverId: 1,
    serverName: 'ada-web-1',
    customerId: 11,
    customerName: 'ada',
    hours: 168,
    firstHour: at('00:00', '2026-11-16'),
    before: 11_484_000n,
    after: 1_148_220n,
    difference: -10_335_780n,
    problem: null,
    postedAt: null,
    ...over,
  };
}
