import { describe, expect, test } from 'vitest';
import { seedConformance, seedDemo, seedMany } from '../fleet.ts';
import { World } from '../world/world.ts';

const now = new Date('2026-03-10T12:34:56Z');
const emptyWorld = () => new World({ now: () => now });
const rowsOf = (world: World) => world.servers.listed.map((id) => world.servers.get(id));

describe('demo', () => {
  const world = emptyWorld();
  seedDemo(world, { now, hoursOfHistory: 6 });

  test('is a small host: 60 servers, 15 customers, 6 packages', () => {
    const customers = world.users.all().filter((user) => !user.admin);
    expect([rowsOf(world).length, customers.length, world.packages.all().length]).toEqual([60, 15, 6]);
    expect(customers.every((user) => user.email.endsWith('@example.com'))).toBe(true);
    expect(customers.slice(0, 4).map((user) => user.name)).toEqual(['Ada', 'Bram', 'Chidi', 'Dora']);
  });

  test('bram reboots twice within an hour, ada never', () => {
    const boots = (id: number) =>
      world
        .historyOf(id)
        .filter((event) => event.kind === 'booted')
        .slice(1);
    const [first, second] = boots(12).map((event) => event.at.getTime());
    expect((second ?? 0) - (first ?? 0)).toBeLessThan(3_600_000);
    expect(boots(11)).toEqual([]);
  });

  test.each`
    what                     | count
    ${'suspended'}           | ${3}
    ${'stopped'}             | ${6}
    ${'self service'}        | ${1}
    ${'allocated'}           | ${2}
    ${'queued'}              | ${1}
    ${'failed'}              | ${1}
    ${'matching no package'} | ${1}
    ${'matching two'}        | ${1}
    ${'on a silent host'}    | ${1}
  `('has $count $what', ({ what, count }) => {
    const matches = (memory: number, storage: number) =>
      world.packages
        .all()
        .filter(({ resources }) => resources.memory === memory && resources.storage === storage).length;
    const is: Record<string, (row: ReturnType<typeof rowsOf>[number]) => boolean> = {
      suspended: (row) => row.suspended,
      stopped: (row) => !row.running && !row.suspended && row.commissioned === 3,
      'self service': (row) => row.selfService === 1,
      allocated: (row) => row.commissioned === 0,
      queued: (row) => row.commissioned === 1,
      failed: (row) => row.commissioned === 2,
      'matching no package': (row) => matches(row.resources.memory, row.resources.storage) === 0,
      'matching two': (row) => matches(row.resources.memory, row.resources.storage) === 2,
      'on a silent host': (row) => !world.hypervisors.get(row.hypervisorId).answers,
    };
    expect(rowsOf(world).filter((row) => is[what]?.(row))).toHaveLength(count);
  });

  test('one server was deleted hours ago, and its history remains', () => {
    expect(world.servers.find(38)).toBeUndefined();
    expect(world.historyOf(38).at(-1)).toMatchObject({
      kind: 'deleted',
      at: new Date(now.getTime() - 3.6 * 3_600_000),
    });
  });

  test('is the same every time', () => {
    const again = emptyWorld();
    seedDemo(again, { now, hoursOfHistory: 6 });
    expect(rowsOf(again)).toEqual(rowsOf(world));
  });
});

test('conformance has the cases the dossier names, on ids with gaps', () => {
  const world = emptyWorld();
  seedConformance(world);
  expect(world.servers.listed.slice(0, 5)).toEqual([5, 8, 9, 10, 14]);
  expect(
    rowsOf(world)
      .map((row) => row.commissioned)
      .slice(0, 4),
  ).toEqual([3, 0, 1, 2]);
  expect(world.users.get(3).extRelationId).toBe(1042);
  expect(world.users.get(1)).toMatchObject({ admin: true, extRelationId: null });
});

test('a large fleet keeps a small row a server, and spreads over its customers', () => {
  const world = emptyWorld();
  seedMany(world, { servers: 5_000, customers: 1_000 });
  expect(world.servers.size).toBe(5_000);
  expect(world.servers.idsOfOwner(1)).toEqual([1, 1001, 2001, 3001, 4001]);
  const running = rowsOf(world).filter((row) => row.running).length;
  expect(running / 5_000).toBeGreaterThan(0.88);
  expect(rowsOf(world).every((row) => row.events === null)).toBe(true);
});
