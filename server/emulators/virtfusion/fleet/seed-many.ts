import type { Resources } from '../world/entities.ts';
import { steadyInteger } from '../world/random.ts';
import type { World } from '../world/world.ts';

const HOUR_MS = 3_600_000;

const sizes: readonly Resources[] = [1, 2, 4, 8].map((step) =>
  Object.freeze({ memory: step * 1024, storage: step * 20, traffic: step * 1000, cpuCores: step }),
);

/**
 * A large, plain fleet for measurements: four packages, one customer for several servers, one hypervisor
 * for 100. Of 100 servers about 92 run, 5 are stopped, 3 suspended; all created 1 to 720 hours ago.
 */
export function seedMany(world: World, size: { servers: number; customers: number }): void {
  const now = world.now();
  const born = new Date(now - 1000 * HOUR_MS);
  for (const [order, resources] of sizes.entries()) {
    world.addPackage({ id: order + 1, name: `VPS ${order + 1}`, resources, tokenValue: 500, created: born });
  }
  world.addGroup({ id: 1, name: 'Default' });
  const hosts = Math.ceil(size.servers / 100);
  for (let host = 1; host <= hosts; host++)
    world.addHypervisor({ id: host, groupId: 1, name: `node-${host}` });
  for (let customer = 1; customer <= size.customers; customer++) {
    const given = { name: `Customer ${customer}`, email: `customer-${customer}@example.com`, created: born };
    world.addUser({ ...given, id: customer, extRelationId: 100_000 + customer });
  }
  for (let id = 1; id <= size.servers; id++) {
    const share = steadyInteger(0, 99, id);
    const suspended = share < 3;
    world.addServer({
      id,
      ownerId: ((id - 1) % size.customers) + 1,
      packageId: (id % sizes.length) + 1,
      hypervisorId: ((id - 1) % hosts) + 1,
      created: new Date(now - steadyInteger(1, 720, id, 7) * HOUR_MS),
      suspended,
      running: share >= 8,
    });
  }
}
