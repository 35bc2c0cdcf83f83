import type { Resources, User } from '../world/entities.ts';
import { steadyInteger } from '../world/random.ts';
import type { NewServer, World } from '../world/world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const people = ['Ada', 'Bram', 'Chidi', 'Dora'] as const;
const companies = [
  'Northwind Hosting',
  'Blue Harbor Games',
  'Copper Kettle Studio',
  'Larkfield Analytics',
  'Tidewater Logistics',
  'Juniper Street Books',
  'Stonebridge Media',
  'Quiet Valley Radio',
  'Redwood Robotics',
  'Saltmarsh Software',
  'Windmill Classifieds',
] as const;

const gb = (memory: number, storage: number, traffic: number, cpuCores: number): Resources =>
  Object.freeze({ memory: memory * 1024, storage, traffic, cpuCores });

/** Two of the six have the same resources: a server of either cannot be told apart by matching. */
const packages: readonly [number, string, Resources, number][] = [
  [1, 'VPS S', gb(1, 20, 1000, 1), 500],
  [2, 'VPS M', gb(2, 40, 2000, 2), 900],
  [3, 'VPS L', gb(4, 80, 4000, 4), 1700],
  [4, 'Game 8', gb(8, 60, 0, 4), 2400],
  [7, 'Storage 500', gb(2, 500, 8000, 1), 1500],
  [8, 'Storage 500 (2024)', gb(2, 500, 8000, 1), 1400],
];

const roles = ['web', 'db', 'mail', 'build', 'cache', 'api', 'shop', 'backup', 'game', 'worker'] as const;

/**
 * A believable small host: 15 customers, 6 packages, 60 servers on 3 hypervisors (the third in maintenance and
 * silent), with everything a biller must cope with, and `hoursOfHistory` of true power changes before `now`.
 * Server 11 is ada's, 12 bram's, 13 chidi's, 14 dora's (the only "Game 8": leave that package unpriced).
 */
export function seedDemo(world: World, options: { now: Date; hoursOfHistory: number }): void {
  const now = options.now.getTime();
  const users = seedCustomers(world, new Date(now - 300 * DAY_MS));
  seedPanel(world, new Date(now - 400 * DAY_MS));
  seedPeople(world, users, now);
  seedOddities(world, users, now);
  seedPlain(world, users, now);
  seedPowerChanges(world, now, options.hoursOfHistory * HOUR_MS);
}

/** User ids start at 2, external ids at 1040: two number spaces that must not be confused. */
function seedCustomers(world: World, created: Date): User[] {
  world.addUser({ id: 1, name: 'Panel Admin', email: 'panel@example.com', admin: true, created });
  return [...people, ...companies].map((name, order) => {
    const email = `${name.toLowerCase().replaceAll(' ', '-')}@example.com`;
    return world.addUser({ id: order + 2, name, email, extRelationId: 1040 + order, created });
  });
}

function seedPanel(world: World, created: Date): void {
  for (const [id, name, resources, tokenValue] of packages) {
    world.addPackage({ id, name, resources, tokenValue, created });
  }
  world.addGroup({ id: 1, name: 'Amsterdam' });
  world.addHypervisor({ id: 1, groupId: 1, name: 'ams-1' });
  world.addHypervisor({ id: 2, groupId: 1, name: 'ams-2' });
  world.addHypervisor({ id: 3, groupId: 1, name: 'ams-3', maintenance: true, answers: false });
  world.addCurrency({ id: 1, code: 'USD', value: '0.0100000000', prefix: '$' });
}

function seedPeople(world: World, users: User[], now: number): void {
  for (const [order, packageId] of [2, 1, 3, 4].entries()) {
    const ownerId = users[order]?.id ?? 1;
    const created = new Date(now - (40 + order) * DAY_MS);
    const name = `${people[order]?.toLowerCase()}-1`;
    world.addServer({ id: 11 + order, ownerId, packageId, hypervisorId: 1, name, created });
  }
}

/** One of each case that a biller may trip over; ids 15 to 24. */
function seedOddities(world: World, users: User[], now: number): void {
  const created = new Date(now - 20 * DAY_MS);
  const odd: Partial<NewServer>[] = [
    { name: 'archive', packageId: 7 },
    { name: 'custom-big', resources: gb(12, 300, 5000, 6) },
    { name: 'self-service', packageId: 1, selfService: 1 },
    { packageId: 1, commissioned: 0, created: new Date(now - 2 * HOUR_MS) },
    { packageId: 1, commissioned: 0, created: new Date(now - 5 * DAY_MS) },
    { name: 'installing', packageId: 2, commissioned: 1, created: new Date(now - 10 * MINUTE_MS) },
    { name: 'broken-build', packageId: 2, commissioned: 2, created: new Date(now - 3 * DAY_MS) },
    { name: 'in-maintenance', packageId: 3, hypervisorId: 3 },
    { name: 'overdue', packageId: 2, suspended: true },
    { name: 'overdue-too', packageId: 1, suspended: true },
  ];
  for (const [order, given] of odd.entries()) {
    const ownerId = users[4 + (order % companies.length)]?.id ?? 1;
    world.addServer({ id: 15 + order, ownerId, hypervisorId: 2, created, ...given });
  }
}

/** Ids 25 to 71: ordinary servers, every ninth of them stopped all along. One of them will be deleted below. */
function seedPlain(world: World, users: User[], now: number): void {
  for (let id = 25; id <= 71; id++) {
    const ownerId = users[4 + (id % companies.length)]?.id ?? 1;
    const name = `${roles[id % roles.length]}-${Math.floor(id / roles.length)}`;
    const packageId = 1 + steadyInteger(0, 2, id);
    const created = new Date(now - steadyInteger(3 * 24, 250 * 24, id, 3) * HOUR_MS);
    const running = id % 9 !== 0;
    world.addServer({ id, ownerId, packageId, hypervisorId: 1 + (id % 2), name, created, running });
  }
}

/** What happened lately: reboots, a night switched off, a suspension, a rebuild, a resize, a deletion. */
function seedPowerChanges(world: World, now: number, history: number): void {
  const before = (share: number, offsetMs = 0) => new Date(Math.floor(now - history * share + offsetMs));
  world.reboot(12, { at: before(0.5), downMs: 40_000 });
  world.reboot(12, { at: before(0.5, 20 * MINUTE_MS), downMs: 95_000 });
  world.stop(26, { at: before(0.9) });
  world.boot(26, { at: before(0.4) });
  world.stop(29, { at: before(0.3) });
  world.reboot(31, { at: before(0.7), downMs: 15 * MINUTE_MS });
  world.suspend(33, { at: before(0.8) });
  world.unsuspend(33, { at: before(0.5) });
  world.boot(33, { at: before(0.5, 2 * MINUTE_MS) });
  world.rebuild(34, { at: before(0.6) });
  world.resize(35, { packageId: 3, at: before(0.45) });
  world.suspend(37, { at: before(0.2) });
  world.removeNow(38, { at: before(0.6) });
}
