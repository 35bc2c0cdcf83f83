import { hourOf, type Instant } from '#shared/billing/period.ts';
import type { KnownServer, NewStretch, ResourcesSeen, ServerRow, StretchEnd } from './known-server.ts';
import { isChanged, rowAfter } from './row-after.ts';
import type { GoneServer, PresentServer, SeenServer, UnansweredServer } from './seen-server.ts';
import { type StateRules, type StateSeen, stateSeen } from './state-seen.ts';
import {
  type LatestStretch,
  lastSightingOf,
  type StretchChange,
  stretchChange,
  type Watch,
} from './stretch-changes.ts';

export interface PageRules extends StateRules, Watch {
  /** Start of the first complete sweep ever: what was created later was created under our eyes. */
  watchedSince: Instant | null;
}

/** Everything a set of answers changes in our rows. Empty for a fleet that stayed as it was. */
export interface PageChanges {
  newServers: ServerRow[];
  newMeters: { serverId: number; customerId: number; billedUntil: Instant }[];
  changedServers: ServerRow[];
  stretchEnds: StretchEnd[];
  newStretches: NewStretch[];
  /** Servers that turned out to be VirtFusion's to bill when their details were first read: so they always were. */
  foundNative: number[];
  movedServers: { serverId: number; customerId: number }[];
  returnedServers: number[];
  resources: ResourcesSeen[];
  /** Another uuid under our id: a server of another panel, of which nothing is believed. */
  refused: { id: number; uuid: string; knownUuid: string }[];
}

/** Compares what was seen with what is known. Each server at most once in `seen`. */
export function pageChanges(
  known: ReadonlyMap<number, KnownServer>,
  seen: readonly SeenServer[],
  rules: PageRules,
): PageChanges {
  const changes: PageChanges = {
    newServers: [],
    newMeters: [],
    changedServers: [],
    stretchEnds: [],
    newStretches: [],
    foundNative: [],
    movedServers: [],
    returnedServers: [],
    resources: [],
    refused: [],
  };
  for (const server of seen) {
    const before = known.get(server.id);
    if (server.kind === 'present') addPresent(changes, before, server, rules);
    else if (before && server.kind === 'gone') addGone(changes, before, server, rules);
    else if (before && server.kind === 'unanswered') addUnanswered(changes, before, server);
  }
  return changes;
}

export function isQuiet(changes: PageChanges): boolean {
  return Object.values(changes).every((part: readonly unknown[]) => part.length === 0);
}

function addPresent(
  changes: PageChanges,
  known: KnownServer | undefined,
  seen: PresentServer,
  rules: PageRules,
): void {
  if (known && known.row.uuid !== seen.uuid) {
    changes.refused.push({ id: seen.id, uuid: seen.uuid, knownUuid: known.row.uuid });
    return;
  }
  const shown = stateSeen(
    seen,
    { selfService: known?.row.selfService ?? null, latest: known?.latest ?? null },
    rules,
  );
  const after = rowAfter(known?.row ?? null, seen, shown);
  noteResources(changes, known?.row ?? null, seen);
  if (!known) {
    changes.newServers.push(after);
    addBirth(changes, seen, shown, rules);
    return;
  }
  if (isChanged(known.row, after)) changes.changedServers.push(after);
  if (known.row.customerId !== seen.customerId) {
    changes.movedServers.push({ serverId: seen.id, customerId: seen.customerId });
  }
  if (known.row.goneAt !== null) changes.returnedServers.push(seen.id);
  const latest = knownAsNative(changes, known, shown);
  addStretchChange(changes, seen.id, latest, sightingChange(latest, seen, shown, rules));
}

/** A first sighting, and its creation besides, if that happened under our eyes. */
function addBirth(
  changes: PageChanges,
  seen: PresentServer,
  shown: StateSeen | null,
  rules: PageRules,
): void {
  const { id: serverId, customerId } = seen;
  const created = Math.ceil(seen.created.getTime() / 1000);
  const isWitnessed = rules.watchedSince !== null && created >= rules.watchedSince && created < seen.at;
  if (isWitnessed) {
    const state = shown?.state === 'native' ? 'native' : 'present';
    changes.newStretches.push({ serverId, firstSeenAt: created, lastSeenAt: created, state, customerId });
  }
  addStretchChange(changes, serverId, null, sightingChange(null, seen, shown, rules));
  changes.newMeters.push({ serverId, customerId, billedUntil: hourOf(isWitnessed ? created : seen.at) });
}

function sightingChange(
  latest: LatestStretch | null,
  seen: PresentServer,
  shown: StateSeen | null,
  rules: PageRules,
): StretchChange {
  if (shown) return stretchChange(latest, { at: seen.at, customerId: seen.customerId, ...shown }, rules);
  // It may be running or stopped: no sighting, but what it was seen as before has ended too.
  return latest?.lastSeenAt === null ? { closeAt: lastSightingOf(latest, rules.previousSweepAt) } : {};
}

/** A server is native from its birth; before its details were read it could not be known. */
function knownAsNative(
  changes: PageChanges,
  known: KnownServer,
  shown: StateSeen | null,
): LatestStretch | null {
  if (shown?.state !== 'native' || known.row.selfService !== null || known.latest === null)
    return known.latest;
  changes.foundNative.push(known.row.id);
  return known.latest.state === 'gone' ? known.latest : { ...known.latest, state: 'native' };
}

function addGone(changes: PageChanges, known: KnownServer, seen: GoneServer, rules: PageRules): void {
  const { row, latest } = known;
  const { customerId } = row;
  const change = stretchChange(latest, { at: seen.at, state: 'gone', customerId, open: true }, rules);
  addStretchChange(changes, seen.id, latest, change);
  const after: ServerRow = {
    ...row,
    state: 'gone',
    goneAt: row.goneAt ?? seen.at * 1000,
    powerUnknownSince: null,
  };
  if (isChanged(row, after)) changes.changedServers.push(after);
}

function addUnanswered(changes: PageChanges, { row }: KnownServer, seen: UnansweredServer): void {
  const askedAt = seen.at * 1000;
  changes.changedServers.push({
    ...row,
    powerAskedAt: askedAt,
    powerUnknownSince: row.powerUnknownSince ?? askedAt,
  });
}

function addStretchChange(
  changes: PageChanges,
  serverId: number,
  latest: LatestStretch | null,
  change: StretchChange,
): void {
  const lastSeenAt = change.closeAt ?? change.extendTo ?? (change.reopen ? null : undefined);
  if (latest && lastSeenAt !== undefined) {
    changes.stretchEnds.push({ serverId, firstSeenAt: latest.firstSeenAt, lastSeenAt });
  }
  if (change.insert) changes.newStretches.push({ serverId, ...change.insert });
}

function noteResources(
  changes: PageChanges,
  before: ServerRow | null,
  { id, at, details }: PresentServer,
): void {
  if (!details) return;
  const { memoryMb, storageGb, trafficGb, cpuCores } = details;
  const first = before === null || before.memoryMb === null;
  const isSame =
    before?.memoryMb === memoryMb &&
    before.storageGb === storageGb &&
    before.trafficGb === trafficGb &&
    before.cpuCores === cpuCores;
  if (!isSame) changes.resources.push({ serverId: id, at, first, memoryMb, storageGb, trafficGb, cpuCores });
}
