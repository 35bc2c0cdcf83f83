import type { FaultRule } from '../../server/emulators/virtfusion/http/faults.ts';
import {
  startVirtFusionEmulator,
  type VirtFusionEmulator,
} from '../../server/emulators/virtfusion/start-virtfusion-emulator.ts';
import type { World } from '../../server/emulators/virtfusion/world/world.ts';
import type { TrueEvent } from './oracle.ts';
import type { Random } from './seeded-random.ts';

/** Packages of the panel, by id from 1 on; no two alike, so that each server's resources name its own. */
const sizes = [1, 2, 4, 8].map((step) => ({
  memory: step * 1024,
  storage: step * 20,
  traffic: step * 1000,
  cpuCores: step,
}));
export const packageIds = sizes.map((_, index) => index + 1);

export interface Fleet {
  servers: number;
  customers: number;
}

/** The emulator on the torture's time, with a fleet of a day's age. */
export async function startPanel(now: () => Date, fleet: Fleet): Promise<VirtFusionEmulator> {
  return startVirtFusionEmulator({
    now,
    fleet: (world) => fill(world, { ...fleet, born: daysBefore(now()) }),
  });
}

function daysBefore(at: Date): Date {
  return new Date(at.getTime() - 86_400_000);
}

function fill(world: World, { servers, customers, born }: Fleet & { born: Date }): void {
  for (const [index, resources] of sizes.entries())
    world.addPackage({ id: index + 1, name: `VPS ${index + 1}`, resources, tokenValue: 500, created: born });
  world.addGroup({ id: 1, name: 'Default' });
  world.addHypervisor({ id: 1, groupId: 1, name: 'node-1' });
  for (let id = 1; id <= customers; id++) {
    const given = { name: `Customer ${id}`, email: `customer-${id}@example.com`, created: born };
    world.addUser({ ...given, id, extRelationId: 100_000 + id, selfService: 1 });
  }
  for (let id = 1; id <= servers; id++)
    addServer(world, { id, created: born, customers, running: id % 3 !== 0 });
}

function addServer(
  world: World,
  { id, created, customers, running }: { id: number; created: Date; customers: number; running: boolean },
): void {
  const ownerId = (id % customers) + 1;
  const packageId = (id % sizes.length) + 1;
  world.addServer({ id, ownerId, packageId, hypervisorId: 1, created, running });
}

const verbs = [
  'create',
  'delete',
  'move',
  'resize',
  'rebuild',
  'stop',
  'boot',
  'suspend',
  'unsuspend',
] as const;

/**
 * What customers and other admins do between two looks: so many things, each at a whole second of its own server,
 * never at the instant of a look, where before and after could not be told apart.
 */
export function actBetween(
  world: World,
  random: Random,
  { from, until, acts, customers }: { from: Date; until: Date; acts: number; customers: number },
): void {
  const seconds = (until.getTime() - from.getTime()) / 1000;
  const touched = new Set<number>();
  for (let act = 0; act < acts; act++) {
    const at = new Date(from.getTime() + random.between(1, seconds - 1) * 1000);
    const verb = random.pick(verbs);
    const id = random.pick(world.servers.listed);
    if (touched.has(id)) continue;
    touched.add(id);
    if (verb === 'create') {
      touched.add(world.servers.nextId);
      addServer(world, { id: world.servers.nextId, created: at, customers, running: true });
    } else perform(world, random, { verb, id, at, customers });
  }
}

function perform(
  world: World,
  random: Random,
  { verb, id, at, customers }: { verb: (typeof verbs)[number]; id: number; at: Date; customers: number },
): void {
  if (verb === 'delete') world.removeNow(id, { at });
  if (verb === 'move') world.moveOwner(id, { ownerId: random.between(1, customers), at });
  if (verb === 'resize') world.resize(id, { packageId: random.pick(packageIds), at });
  if (verb === 'rebuild' && !world.servers.get(id).suspended) world.rebuild(id, { at });
  if (verb === 'stop') world.stop(id, { at });
  if (verb === 'boot') world.boot(id, { at });
  if (verb === 'suspend') world.suspend(id, { at });
  if (verb === 'unsuspend') world.unsuspend(id, { at });
}

/** A panel that answers nothing at all. */
export const silence: FaultRule[] = [{ kind: 'unavailable' }];

const troubles: readonly Omit<FaultRule, 'route'>[] = [
  { kind: 'error' },
  { kind: 'error-after' },
  { kind: 'html' },
  { kind: 'half-json' },
  { kind: 'half-reply' },
  { kind: 'drop-before' },
  { kind: 'drop-after' },
  { kind: 'unavailable' },
  { kind: 'rate-limited', retryAfter: 0 },
  { kind: 'slow', ms: 300 },
  { kind: 'not-found-bare' },
  { kind: 'empty-list' },
  { kind: 'skip-row' },
  { kind: 'repeat-row' },
];

/** Faults that pass: each strikes once or twice, and a repeat gets through. */
export function passingTroubles(random: Random, most: number, power: boolean): FaultRule[] {
  // Where power is asked one by one, which of them went unanswered is planned: `muted`.
  const routes = [
    'GET /servers',
    'GET /servers',
    'GET /packages',
    power ? 'GET /servers' : 'GET /servers/:id',
  ];
  return Array.from({ length: random.between(0, most) }, () => ({
    ...random.pick(troubles),
    route: random.pick(routes),
    times: random.between(1, 2),
    skip: random.between(0, 4),
  }));
}

/** Servers whose hypervisor does not tell their power. */
export function muted(serverIds: readonly number[]): FaultRule[] {
  return serverIds.map((serverId) => ({ kind: 'remote-state-false', serverId }));
}

/** The truth as the oracle takes it. */
export function truthOf(world: World): Map<number, TrueEvent[]> {
  return new Map(
    world.servers.everSeen().map((id) => [
      id,
      world.historyOf(id).flatMap((event): TrueEvent[] => {
        const at = event.at.getTime() / 1000;
        switch (event.kind) {
          case 'created':
            return [{ at, kind: 'created', ownerId: event.ownerId, packageId: event.packageId ?? 0 }];
          case 'owner':
            return [{ at, kind: 'owner', ownerId: event.ownerId }];
          case 'resized':
            return [{ at, kind: 'package', packageId: event.packageId ?? 0 }];
          case 'built':
            return [];
          default:
            return [{ at, kind: event.kind }];
        }
      }),
    ]),
  );
}
