import type { World } from './world/world.ts';

export { seedConformance } from './fleet/seed-conformance.ts';
export { seedDemo } from './fleet/seed-demo.ts';
export { seedMany } from './fleet/seed-many.ts';

/** Fills an empty world. */
export type Fleet = (world: World) => void;
