import { seedMany } from '#server/emulators/virtfusion/fleet.ts';
import type { SeededWorld } from './seeded-world.ts';

const SERVERS = 1000;
const CUSTOMERS = 200;
const FAILING_NODE = 7;

/** A thousand servers of two hundred customers; one node does not answer for its power, and many wallets run low. */
export const busyHost: SeededWorld = {
  name: 'busy-host',
  summary: `${SERVERS} servers of ${CUSTOMERS} customers, a node that does not answer, low wallets, six hours`,
  hours: 6,
  observeEveryMinutes: 30,
  billEveryHours: 1,
  prices: { 1: '5.00', 2: '9.00', 3: '17.00', 4: '31.00' },
  openingCredit: (customerId) => (customerId % 10 === 0 ? '0.05' : `${10 + (customerId % 40)}.00`),
  fill: (world) => {
    seedMany(world, { servers: SERVERS, customers: CUSTOMERS });
    const node = world.hypervisors.get(FAILING_NODE);
    node.answers = false;
  },
};
