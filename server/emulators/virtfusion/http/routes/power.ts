import type { Instant, ServerRow } from '../../world/entities.ts';
import { bootServer, stopServer } from '../../world/life-cycle.ts';
import { type Call, type Route, serverOf } from '../call.ts';
import { data, locked, type Reply, refused } from '../reply.ts';
import { enqueue, refuseWhileLocked } from '../tasks.ts';

type PowerAction = 'boot' | 'shutdown' | 'restart' | 'poweroff';

const actions: Record<PowerAction, (row: ServerRow, at: Instant) => void> = {
  boot: bootServer,
  poweroff: stopServer,
  shutdown: (row, at) => {
    if (!row.ignoresShutdown) stopServer(row, at);
  },
  restart: (row, at) => {
    stopServer(row, at);
    bootServer(row, at);
  },
};

export const powerRoutes: Route[] = (['boot', 'shutdown', 'restart', 'poweroff'] as const).map((action) => ({
  method: 'POST',
  path: `/servers/:id/power/${action}`,
  handle: (call) => power(call, action),
}));

/** Accepted is not done: the power changes when the queue item finishes, one to five seconds later. */
function power(call: Call, action: PowerAction): Reply {
  const { world } = call;
  const row = serverOf(call);
  refuseWhileLocked(world, row);
  if (world.hypervisors.get(row.hypervisorId).maintenance) {
    return { status: 503, body: { message: 'The hypervisor is in maintenance mode.' } };
  }
  if (row.commissioned !== 3) return refused(422, 'The server is not built');
  if (row.suspended && (action === 'boot' || action === 'restart')) {
    return world.behaviour.bootSuspended === 423 ? locked() : refused(422, 'The server is suspended');
  }
  const item = enqueue(world, row, { action: `server_${action}`, apply: actions[action] });
  return data({ queueId: item.id });
}
