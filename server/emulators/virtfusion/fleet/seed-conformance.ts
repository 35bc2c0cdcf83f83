import type { Commissioned, Resources } from '../world/entities.ts';
import type { World } from '../world/world.ts';

const DAY_MS = 86_400_000;

const sizes: Record<string, Resources> = {
  basic: { memory: 1024, storage: 10, traffic: 200, cpuCores: 1 },
  plus: { memory: 2048, storage: 40, traffic: 1000, cpuCores: 2 },
};

/** Servers that are not plain running ones: id, and how it differs. */
const special: Record<number, { commissioned?: Commissioned; [key: string]: unknown }> = {
  8: { commissioned: 0 },
  9: { commissioned: 1 },
  10: { commissioned: 2 },
  14: { suspended: true },
  15: { selfService: 1 },
  16: { hypervisorId: 7 },
  17: { running: false },
};

/**
 * The panel of the conformance set: 27 servers on ids with gaps (5, 8, 9, 10, …), user ids unlike external
 * ids, an admin without one, each build state, one suspended (14), one self-service (15), one on a hypervisor
 * in maintenance that does not answer (16), one stopped (17), the rest running.
 */
export function seedConformance(world: World): void {
  const daysAgo = (days: number) => new Date(world.now() - days * DAY_MS);
  const created = daysAgo(400);
  world.addUser({ id: 1, name: 'Panel Admin', email: 'admin@example.com', admin: true, created });
  world.addUser({ id: 3, name: 'Ada', email: 'ada@example.com', extRelationId: 1042, created });
  const relationStrings = ['shop-bram'];
  world.addUser({
    id: 4,
    name: 'Bram',
    email: 'bram@example.com',
    extRelationId: 3,
    relationStrings,
    created,
  });
  world.addPackage({ id: 1, name: 'Basic', resources: sizes.basic as Resources, tokenValue: 500, created });
  world.addPackage({ id: 4, name: 'Plus', resources: sizes.plus as Resources, tokenValue: 1200, created });
  world.addGroup({ id: 1, name: 'Default' });
  world.addHypervisor({ id: 6, groupId: 1, name: 'node-1' });
  world.addHypervisor({ id: 7, groupId: 1, name: 'node-2', maintenance: true, answers: false });
  world.addCurrency({ id: 11, code: 'USD', value: '0.0100000000', prefix: '$' });
  const ids = [5, 8, 9, 10, ...Array.from({ length: 23 }, (_, step) => 14 + step + (step > 9 ? 5 : 0))];
  for (const [order, id] of ids.entries()) {
    const ownerId = order === 0 ? 1 : order % 2 === 0 ? 3 : 4;
    const place = { id, ownerId, packageId: order % 3 === 0 ? 4 : 1, hypervisorId: 6 };
    world.addServer({ ...place, created: daysAgo(100 - order), ...special[id] });
  }
}
