import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { HistoryEvent } from './entities.ts';
import { World } from './world.ts';

const noon = Date.UTC(2026, 2, 10, 12);
const minute = 60_000;
let clock: { now: number };
let world: World;

beforeEach(() => {
  ({ world, clock } = freshWorld());
});

function freshWorld() {
  const time = { now: noon };
  const fresh = new World({ now: () => new Date(time.now) });
  fresh.addGroup({ id: 1, name: 'Default' });
  fresh.addHypervisor({ id: 1, groupId: 1, name: 'node-1' });
  fresh.addUser({ id: 2, name: 'Ada', email: 'ada@example.com' });
  fresh.addUser({ id: 3, name: 'Bram', email: 'bram@example.com' });
  const resources = { memory: 1024, storage: 20, traffic: 0, cpuCores: 1 };
  fresh.addPackage({ id: 1, name: 'S', resources });
  fresh.addPackage({ id: 2, name: 'M', resources: { ...resources, memory: 2048 } });
  return { world: fresh, clock: time };
}

const ago = (minutes: number) => new Date(noon - minutes * minute);
const story = (id: number) =>
  world.historyOf(id).map(({ at, kind }) => `${(at.getTime() - noon) / minute} ${kind}`);

describe('history', () => {
  test('a server is born with its events, before anything has changed', () => {
    const { id } = world.addServer({ ownerId: 2, packageId: 1, created: ago(60), built: ago(59) });
    expect(story(id)).toEqual(['-60 created', '-59 built', '-59 booted']);
    expect(world.historyOf(id)[0]).toMatchObject({ ownerId: 2, packageId: 1, resources: { memory: 1024 } });
  });

  test.each`
    given                  | expected
    ${{ running: false }}  | ${['-60 created', '-60 built']}
    ${{ suspended: true }} | ${['-60 created', '-60 built', '-60 suspended']}
    ${{ commissioned: 0 }} | ${['-60 created']}
  `('born with $given', ({ given, expected }) => {
    const { id } = world.addServer({ ownerId: 2, packageId: 1, created: ago(60), ...given });
    expect(story(id)).toEqual(expected);
  });

  test('the past is written in order, each verb at its instant, no event where nothing changed', () => {
    const { id } = world.addServer({ ownerId: 2, packageId: 1, created: ago(90) });
    world.reboot(id, { at: ago(60), downMs: minute });
    expect(world.boot(id, { at: ago(58) })).toBe(false);
    world.suspend(id, { at: ago(50) });
    world.unsuspend(id, { at: ago(40) });
    world.rebuild(id, { at: ago(30) });
    world.resize(id, { packageId: 2, at: ago(20) });
    world.moveOwner(id, { ownerId: 3, at: ago(10) });
    world.removeNow(id);
    expect(story(id).slice(3)).toEqual([
      '-60 stopped',
      '-59 booted',
      '-50 suspended',
      '-50 stopped',
      '-40 unsuspended',
      '-30 built',
      '-30 booted',
      '-20 resized',
      '-10 owner',
      '0 deleted',
    ]);
    expect(() => world.stop(id)).toThrow('does not exist');
  });

  test('what is written out of order is refused, and changes nothing', () => {
    const { id } = world.addServer({ ownerId: 2, packageId: 1, created: ago(90) });
    world.stop(id, { at: ago(10) });
    expect(() => world.boot(id, { at: ago(20) })).toThrow(RangeError);
    expect(story(id)).toHaveLength(4);
  });

  test('the future happens when the clock gets there, in order, at its own instant', () => {
    const { id } = world.addServer({ ownerId: 2, packageId: 1, created: ago(90) });
    world.delete(id, { delayMinutes: 30 });
    world.boot(id, { at: ago(-20) });
    world.stop(id, { at: ago(-10) });
    expect(world.servers.get(id).running).toBe(true);
    clock.now += 60 * minute;
    expect(story(id).slice(3)).toEqual(['10 stopped', '20 booted', '30 deleted']);
  });

  test('a rebuild moves built, never created', () => {
    const { id } = world.addServer({ ownerId: 2, packageId: 1, created: ago(90) });
    world.rebuild(id, { at: ago(5) });
    expect(world.servers.get(id)).toMatchObject({ created: noon - 90 * minute, built: noon - 5 * minute });
  });

  test('vanishing is no event: the server lives on', () => {
    const { id } = world.addServer({ ownerId: 2, packageId: 1, created: ago(90) });
    world.vanish(id, 'everywhere');
    expect(world.servers.listed).toEqual([]);
    world.reappear(id);
    expect(world.servers.listed).toEqual([id]);
    expect(story(id)).toHaveLength(3);
  });
});

test('whatever happens, history replayed gives the state, in order, and nobody runs while suspended', () => {
  const verbs = ['boot', 'stop', 'reboot', 'suspend', 'unsuspend', 'rebuild'] as const;
  const step = fc.record({
    verb: fc.constantFrom(...verbs),
    server: fc.nat(2),
    wait: fc.nat(5 * minute),
    ahead: fc.nat(minute),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const fresh = freshWorld();
      const ids = [1, 2, 3].map(() => fresh.world.addServer({ ownerId: 2, packageId: 1 }).id);
      for (const { verb, server, wait, ahead } of steps) {
        fresh.clock.now += wait;
        fresh.world[verb](ids[server] ?? 1, { at: new Date(fresh.clock.now + ahead) });
      }
      fresh.clock.now += 60 * minute;
      for (const id of ids) expectReplayed(fresh.world, id);
    }),
  );
});

function expectReplayed(replayed: World, id: number): void {
  const history = replayed.historyOf(id);
  const state = { running: false, suspended: false };
  let last = 0;
  for (const event of history) {
    expect(event.at.getTime()).toBeGreaterThanOrEqual(last);
    last = event.at.getTime();
    apply(state, event);
    if (event.kind === 'booted') expect(state.suspended).toBe(false);
  }
  expect(replayed.servers.get(id)).toMatchObject(state);
}

function apply(state: { running: boolean; suspended: boolean }, event: HistoryEvent): void {
  if (event.kind === 'booted') state.running = true;
  if (event.kind === 'stopped') state.running = false;
  if (event.kind === 'suspended') state.suspended = true;
  if (event.kind === 'unsuspended') state.suspended = false;
}
