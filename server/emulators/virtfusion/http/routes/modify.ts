import { z } from 'zod';
import type { Resources } from '../../world/entities.ts';
import { bodyOf, type Call, idParam, numeric, type Route, serverOf } from '../call.ts';
import { createdEmpty, data, noContent, type Reply, refused } from '../reply.ts';
import { enqueue, refuseWhileLocked } from '../tasks.ts';

const since7 = ['7.0', '7.1'] as const;

export const modifyRoutes: Route[] = [
  { method: 'PUT', path: '/servers/:id/package/:packageId', handle: changePackage },
  { method: 'PUT', path: '/servers/:id/owner/:newOwnerId', handle: changeOwner },
  { method: 'PUT', path: '/servers/:id/modify/name', handle: rename, profiles: since7 },
  { method: 'PATCH', path: '/servers/:id/name', handle: rename, profiles: ['6.x'] },
  { method: 'PUT', path: '/servers/:id/modify/cpuThrottle', handle: throttle },
  { method: 'PUT', path: '/servers/:id/modify/memory', handle: changeMemory },
  { method: 'PUT', path: '/servers/:id/modify/cpuCores', handle: changeCores },
  { method: 'PUT', path: '/servers/:id/modify/traffic', handle: changeTraffic },
  { method: 'PUT', path: '/servers/:id/backups/plan/:planId', handle: setBackupPlan },
  { method: 'POST', path: '/servers/:id/resetPassword', handle: resetPassword },
  { method: 'GET', path: '/servers/:id/vnc', handle: readVnc },
];

const wanted = z.object({
  cpu: z.boolean().default(true),
  memory: z.boolean().default(true),
  primaryDiskSize: z.boolean().default(true),
  primaryNetworkTraffic: z.boolean().default(true),
});

/** Takes over what was not switched off in the body. A disk only grows. */
function changePackage(call: Call): Reply {
  const { world } = call;
  const row = serverOf(call);
  const pack = world.packages.find(idParam(call, 'packageId'));
  const parts = bodyOf(call, wanted);
  refuseWhileLocked(world, row);
  if (!pack?.enabled) return refused(422, 'Invalid or disabled package');
  const info: string[] = [];
  const take = (part: keyof Resources, enabled: boolean, label: string): number => {
    const [current, next] = [row.resources[part], pack.resources[part]];
    if (!enabled) return current;
    if (part === 'storage' && next < current) {
      info.push(`${label} not updated. It cannot be reduced`);
      return current;
    }
    info.push(next === current ? `${label} not updated. It matches the current value` : `${label} updated`);
    return next;
  };
  const resources = {
    cpuCores: take('cpuCores', parts.cpu, 'CPU cores'),
    memory: take('memory', parts.memory, 'Memory'),
    storage: take('storage', parts.primaryDiskSize, 'Primary disk size'),
    traffic: take('traffic', parts.primaryNetworkTraffic, 'Primary network traffic'),
  };
  world.resize(row.id, { packageId: pack.id, resources });
  return call.profile === '6.x' ? noContent() : { status: 200, body: { info } };
}

function changeOwner(call: Call): Reply {
  const { world } = call;
  const row = serverOf(call);
  const ownerId = idParam(call, 'newOwnerId');
  if (!world.users.find(ownerId)) return refused(422, 'Invalid owner');
  if (row.ownerId === ownerId) return refused(422, 'The new owner is the same as the existing owner');
  world.moveOwner(row.id, { ownerId });
  return createdEmpty();
}

function rename(call: Call): Reply {
  const row = serverOf(call);
  row.name = bodyOf(call, z.object({ name: z.string().min(1).max(255) })).name;
  row.updated = call.world.now();
  return createdEmpty();
}

function throttle(call: Call): Reply {
  const row = serverOf(call);
  row.cpuThrottle = bodyOf(call, z.object({ percent: z.int().min(0).max(99) })).percent;
  row.updated = call.world.now();
  return createdEmpty();
}

function changeMemory(call: Call): Reply {
  return resize(call, bodyOf(call, z.object({ memory: z.int().min(256) })));
}

function changeCores(call: Call): Reply {
  return resize(call, { cpuCores: bodyOf(call, z.object({ cores: z.int().min(1).max(600) })).cores });
}

/** Declared as a string, shown as an integer: both are taken. */
function changeTraffic(call: Call): Reply {
  const most = call.profile === '7.1' ? 999_999_998 : 999_999_999;
  return resize(call, bodyOf(call, z.object({ traffic: numeric.pipe(z.int().min(0).max(most)) })));
}

function resize(call: Call, resources: Partial<Resources>): Reply {
  const row = serverOf(call);
  refuseWhileLocked(call.world, row);
  call.world.resize(row.id, { resources });
  return createdEmpty();
}

/** Accepted and forgotten: nothing of ours reads backup plans. */
function setBackupPlan(call: Call): Reply {
  serverOf(call);
  return createdEmpty();
}

function resetPassword(call: Call): Reply {
  const row = serverOf(call);
  bodyOf(call, z.object({ user: z.enum(['root', 'Administrator']), sendMail: z.boolean().default(true) }));
  refuseWhileLocked(call.world, row);
  const item = enqueue(call.world, row, { action: 'reset_password' });
  return data({ queueId: item.id, expectedPassword: 'emulated-not-a-password' });
}

function readVnc(call: Call): Reply {
  const row = serverOf(call);
  const wss = { token: 'emulated-not-a-token', url: `/vnc/${row.id}` };
  const place = { ip: '192.168.4.2', hostname: null, port: 5900 + (row.id % 1000) };
  return data({ vnc: { ...place, password: 'emulated-not-a-password', wss, enabled: false } });
}
