import type { World } from '../../server/emulators/virtfusion/world/world.ts';
import { bornAt, externalIdOf, type Fleet, HYPERVISORS, PACKAGES, serverOf } from './fleet.ts';

/** The panel's side of the fleet: what it tells is what our rows say, so that a look at it finds nothing new. */
export function seedPanel(world: World, fleet: Fleet): void {
  const created = new Date(bornAt(fleet) * 1000);
  world.addGroup({ id: 1, name: 'Default' });
  for (let id = 1; id <= PACKAGES; id++) {
    const resources = { memory: 1024 * id, storage: 20 * id, traffic: 1000, cpuCores: id };
    world.addPackage({ id, name: `Package ${id}`, resources, tokenValue: 500, created });
  }
  for (let id = 1; id <= HYPERVISORS; id++) world.addHypervisor({ id, groupId: 1, name: `node-${id}` });
  for (let id = 1; id <= fleet.customers; id++) {
    const email = `customer-${id}@example.com`;
    world.addUser({ id, name: `Customer ${id}`, email, extRelationId: externalIdOf(id), created });
  }
  for (let id = 1; id <= fleet.servers; id++) {
    const { customerId: ownerId, packageId, hypervisorId } = serverOf(fleet, id);
    world.addServer({
      ...{ id, ownerId, packageId, hypervisorId, created },
      ...{ name: `server-${id}`, hostname: `server-${id}.example.com`, running: true },
    });
  }
}
