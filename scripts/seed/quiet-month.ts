import type { Resources } from '#server/emulators/virtfusion/world/entities.ts';
import type { World } from '#server/emulators/virtfusion/world/world.ts';
import type { SeededWorld } from './seeded-world.ts';

const HOUR_MS = 3_600_000;
const people = ['Ada Adebayo', 'Bram de Boer', 'Chidi Okafor', 'Dora Dimou'];
const FIRST_ID = 11;

/** Four people, a server each, thirty days: small enough to check every figure by hand. */
export const quietMonth: SeededWorld = {
  name: 'quiet-month',
  summary: 'four people with a server each, thirty days of history, billed once a day',
  hours: 720,
  observeEveryMinutes: 60,
  billEveryHours: 24,
  prices: { 1: '5.00', 2: '9.00' },
  openingCredit: (customerId) => (customerId === FIRST_ID + 2 ? '0.10' : '40.00'),
  fill: (world, { start, until }) => {
    fillPanel(world, start);
    for (const [order, name] of people.entries()) {
      const id = FIRST_ID + order;
      const packageId = [1, 1, 2, 3][order] ?? 1;
      const email = `${name.split(' ')[0]?.toLowerCase()}@customers.example`;
      const created = new Date(start.getTime() - 48 * HOUR_MS);
      world.addUser({ id, name, email, extRelationId: 1000 + id, created });
      world.addServer({ id, ownerId: id, packageId, hypervisorId: 1, name: nameOf(name), created });
    }
    const middle = start.getTime() + Math.floor((until.getTime() - start.getTime()) / 2);
    // Bram reboots twice in an hour, and leaves his server off for a night.
    world.reboot(FIRST_ID + 1, { at: new Date(middle), downMs: 40_000 });
    world.reboot(FIRST_ID + 1, { at: new Date(middle + HOUR_MS / 3), downMs: 90_000 });
    world.stop(FIRST_ID + 1, { at: new Date(middle + HOUR_MS) });
    world.boot(FIRST_ID + 1, { at: new Date(middle + 9 * HOUR_MS) });
  },
};

const size = (step: number): Resources =>
  Object.freeze({ memory: step * 1024, storage: step * 20, traffic: step * 1000, cpuCores: step });

/** Package 3 has no price: dora's server waits for one. */
function fillPanel(world: World, start: Date): void {
  const created = new Date(start.getTime() - 1000 * HOUR_MS);
  for (const [order, name] of ['VPS S', 'VPS M', 'Game'].entries()) {
    world.addPackage({ id: order + 1, name, resources: size(order + 1), tokenValue: 500, created });
  }
  world.addGroup({ id: 1, name: 'Amsterdam' });
  world.addHypervisor({ id: 1, groupId: 1, name: 'ams-1' });
}

function nameOf(person: string): string {
  return `${person.split(' ')[0]?.toLowerCase()}-1`;
}
