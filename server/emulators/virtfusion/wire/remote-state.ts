import type { ServerRow } from '../world/entities.ts';
import { steadyInteger } from '../world/random.ts';
import type { World } from '../world/world.ts';

/** Live state as the hypervisor tells it, or `false` when it does not answer: unknown, not stopped. */
export function remoteStateBody(world: World, row: ServerRow): unknown {
  if (!(world.hypervisors.find(row.hypervisorId)?.answers ?? false)) return false;
  if (!row.running) return { running: false, state: 'stopped', cpu: 0, memory: [], disk: [] };
  const seconds = Math.max(0, Math.floor((world.now() - (row.bootedAt ?? row.created)) / 1000));
  const memory = row.resources.memory * 1024;
  return {
    running: true,
    state: 'running',
    cpu: steadyInteger(1, 600, row.id, seconds) / 10,
    memory: {
      actual: memory,
      unused: Math.floor(memory * 0.58),
      available: Math.floor(memory * 0.96),
      usable: Math.floor(memory * 0.7),
      rss: Math.floor(memory * 0.66),
    },
    disk: { vda: diskCounters(row.id, seconds) },
    agent: { fsinfo: [], osinfo: [] },
  };
}

/** Counters grow since boot and restart from zero with it; keys carry dots, as libvirt's do. */
function diskCounters(id: number, seconds: number): Record<string, number> {
  const perSecond = steadyInteger(5, 50, id);
  return {
    'rd.reqs': seconds * perSecond,
    'rd.bytes': seconds * perSecond * 16_384,
    'rd.times': seconds * perSecond * 90_000,
    'wr.reqs': seconds * perSecond * 2,
    'wr.bytes': seconds * perSecond * 24_576,
    'wr.times': seconds * perSecond * 140_000,
    'fl.reqs': seconds,
    'fl.times': seconds * 900_000,
  };
}
