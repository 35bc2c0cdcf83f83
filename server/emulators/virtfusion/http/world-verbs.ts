import { z } from 'zod';
import type { World } from '../world/world.ts';

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const at = instant.optional();
const id = z.int();
const amount = z.int().min(0);
const resources = z.object({ memory: amount, storage: amount, traffic: amount, cpuCores: amount });
const one = z.strictObject({ id, at });

const newServer = z.strictObject({
  ownerId: id,
  id: id.optional(),
  packageId: id.optional(),
  resources: resources.optional(),
  hypervisorId: id.optional(),
  name: z.string().optional(),
  hostname: z.string().optional(),
  created: at,
  built: at,
  commissioned: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]).optional(),
  running: z.boolean().optional(),
  suspended: z.boolean().optional(),
  protected: z.boolean().optional(),
  selfService: z.int().min(0).max(3).optional(),
  ignoresShutdown: z.boolean().optional(),
});

const newUser = z.strictObject({
  name: z.string(),
  email: z.string(),
  id: id.optional(),
  extRelationId: id.nullable().optional(),
  relationStrings: z.array(z.string()).optional(),
  admin: z.boolean().optional(),
  selfService: z.int().optional(),
});

const newPackage = z.strictObject({
  name: z.string(),
  resources,
  id: id.optional(),
  tokenValue: amount.optional(),
});
const hypervisor = z.strictObject({
  id,
  maintenance: z.boolean().optional(),
  answers: z.boolean().optional(),
});

type Verb = (world: World, body: unknown) => unknown;

/** The world's verbs for other processes: `POST /__emulator/world/<verb>` with the same names as in code. */
export const worldVerbs: Record<string, Verb> = {
  addServer: verb(newServer, (world, given) => ({ id: world.addServer(given).id })),
  addUser: verb(newUser, (world, given) => ({ id: world.addUser(given).id })),
  addPackage: verb(newPackage, (world, given) => ({ id: world.addPackage(given).id })),
  boot: verb(one, (world, given) => world.boot(given.id, given)),
  stop: verb(one, (world, given) => world.stop(given.id, given)),
  reboot: verb(one.extend({ downMs: amount.optional() }), (world, given) => world.reboot(given.id, given)),
  suspend: verb(one, (world, given) => world.suspend(given.id, given)),
  unsuspend: verb(one, (world, given) => world.unsuspend(given.id, given)),
  rebuild: verb(one, (world, given) => world.rebuild(given.id, given)),
  resize: verb(
    one.extend({ resources: resources.partial().optional(), packageId: id.optional() }),
    (world, given) => world.resize(given.id, given),
  ),
  moveOwner: verb(one.extend({ ownerId: id }), (world, given) => world.moveOwner(given.id, given)),
  delete: verb(one.extend({ delayMinutes: amount.optional() }), (world, given) =>
    world.delete(given.id, given),
  ),
  removeNow: verb(one, (world, given) => world.removeNow(given.id, given)),
  vanish: verb(z.strictObject({ id, from: z.enum(['list', 'everywhere']).optional() }), (world, given) =>
    world.vanish(given.id, given.from),
  ),
  reappear: verb(z.strictObject({ id }), (world, given) => world.reappear(given.id)),
  setHypervisor: verb(hypervisor, (world, { id: hypervisorId, ...given }) => {
    Object.assign(world.hypervisors.get(hypervisorId), given);
  }),
};

function verb<Schema extends z.ZodType>(
  schema: Schema,
  apply: (world: World, given: z.output<Schema>) => unknown,
): Verb {
  return (world, body) => apply(world, schema.parse(body)) ?? null;
}
