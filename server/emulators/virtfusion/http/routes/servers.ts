import { z } from 'zod';
import { remoteStateBody } from '../../wire/remote-state.ts';
import { serverOfUserBody, serverRowBody } from '../../wire/server.ts';
import { serverDetailBody } from '../../wire/server-detail.ts';
import { trafficBody } from '../../wire/traffic.ts';
import type { ServerRow } from '../../world/entities.ts';
import { finishBuild, stopServer, suspendServer, unsuspendServer } from '../../world/life-cycle.ts';
import type { World } from '../../world/world.ts';
import { bodyOf, type Call, idParam, isTrue, manyOf, type Route, serverOf } from '../call.ts';
import { listOf, pageOf } from '../page.ts';
import { created, data, invalid, locked, noContent, Refusal, type Reply, refused } from '../reply.ts';
import { enqueue, refuseWhileLocked } from '../tasks.ts';

export const serverRoutes: Route[] = [
  { method: 'GET', path: '/servers', handle: listServers },
  { method: 'POST', path: '/servers', handle: createServer },
  { method: 'GET', path: '/servers/user/:userId', handle: listServersOfUser },
  { method: 'GET', path: '/servers/:id', handle: readServer },
  { method: 'DELETE', path: '/servers/:id', handle: deleteServer },
  { method: 'POST', path: '/servers/:id/build', handle: buildServer },
  { method: 'POST', path: '/servers/:id/suspend', handle: suspend },
  { method: 'POST', path: '/servers/:id/unsuspend', handle: unsuspend },
  { method: 'GET', path: '/servers/:id/traffic', handle: readTraffic },
];

/** Filters by hypervisor only; everything else in the query is ignored, as on the panel. */
function listServers(call: Call): Reply {
  const { world } = call;
  const wanted = new Set(manyOf(call.query.hypervisorId).map(Number));
  const rowOf = (id: number): ServerRow => world.servers.get(id);
  const items =
    wanted.size === 0
      ? world.servers.listed
      : world.servers.listed.filter((id) => wanted.has(rowOf(id).hypervisorId));
  const full = call.query.type === 'full';
  const rowBody = (id: number) =>
    full ? serverDetailBody(world, rowOf(id), false) : serverRowBody(rowOf(id));
  return pageOf(call, { items, bodyOf: rowBody, keepsResults: false });
}

function listServersOfUser(call: Call): Reply {
  const rows = call.world.servers
    .idsOfOwner(idParam(call, 'userId'))
    .map((id) => call.world.servers.get(id))
    .filter((row) => row.hidden === 'no');
  return listOf(call, rows, serverOfUserBody);
}

function readServer(call: Call): Reply {
  const row = serverOf(call);
  const asked = isTrue(call.query.remoteState) && !call.distortion.remoteStateFalse;
  return data(serverDetailBody(call.world, row, asked ? remoteStateBody(call.world, row) : false));
}

const newServer = z.object({
  packageId: z.int(),
  userId: z.int(),
  hypervisorId: z.int(),
  ipv4: z.int().min(0).optional(),
  storage: z.int().min(1).optional(),
  traffic: z.int().min(0).optional(),
  memory: z.int().min(64).optional(),
  cpuCores: z.int().min(1).max(600).optional(),
});

/** `hypervisorId` is a hypervisor group, despite its name. The result is allocated: nothing is installed yet. */
function createServer(call: Call): Reply {
  const { world } = call;
  const asked = bodyOf(call, newServer);
  const pack = world.packages.find(asked.packageId);
  if (!pack?.enabled) return refused(422, 'Invalid or disabled package');
  if (!world.users.find(asked.userId)) return refused(422, 'Invalid user');
  const hosts = world.hypervisors.all().filter((host) => host.groupId === asked.hypervisorId);
  const host = hosts.find((candidate) => !candidate.maintenance);
  if (!host) return refused(422, 'No hypervisors available in the group');
  if (isTrue(call.query.dryRun)) return { status: 200, body: [] };
  const given = (name: 'memory' | 'storage' | 'traffic' | 'cpuCores') => asked[name] ?? pack.resources[name];
  const resources = {
    ...{ memory: given('memory'), storage: given('storage') },
    ...{ traffic: given('traffic'), cpuCores: given('cpuCores') },
  };
  const place = { ownerId: asked.userId, packageId: pack.id, hypervisorId: host.id };
  const row = world.addServer({ ...place, resources, commissioned: 0 });
  return created(serverDetailBody(world, row, false));
}

const build = z.object({
  operatingSystemId: z.int(),
  name: z.string().optional(),
  hostname: z.string().optional(),
});

/** First build and reinstallation alike; `built` keeps its old value until the new one ends. */
function buildServer(call: Call): Reply {
  const { world } = call;
  const row = serverOf(call);
  const asked = bodyOf(call, build);
  refuseWhileLocked(world, row);
  if (row.suspended) return locked();
  const failed = world.behaviour.buildsFail;
  stopServer(row, world.now());
  row.commissioned = 1;
  row.name = asked.name ?? row.name;
  row.hostname = asked.hostname ?? row.hostname;
  row.updated = world.now();
  enqueue(world, row, { action: 'build_server', apply: failed ? failBuild : finishBuild, failed });
  return data(serverDetailBody(world, row, false));
}

function failBuild(row: ServerRow, at: number): void {
  row.commissioned = 2;
  row.updated = at;
}

/** 204 covers done and queued: the flag moves after `suspensionMs`, the power goes off some seconds later. */
function suspend(call: Call): Reply {
  const { world } = call;
  const row = serverOf(call);
  if (row.suspended) return inWantedState(call);
  refuseWhileLocked(world, row);
  afterQueue(world, row, (server, at) => {
    suspendServer(server, at);
    if (server.running) world.schedule(at + world.behaviour.powerMs[0], server.id, stopServer);
  });
  return noContent();
}

function unsuspend(call: Call): Reply {
  const { world } = call;
  const row = serverOf(call);
  if (!row.suspended) return inWantedState(call);
  refuseWhileLocked(world, row);
  afterQueue(world, row, (server, at) => {
    unsuspendServer(server, at);
    if (world.behaviour.unsuspendBoots) world.boot(server.id, { at: new Date(at + 2_000) });
  });
  return noContent();
}

/** Meanwhile the server is locked, as by any task. */
function afterQueue(world: World, row: ServerRow, apply: (row: ServerRow, at: number) => void): void {
  const { suspensionMs } = world.behaviour;
  if (suspensionMs === 0) apply(row, world.now());
  else {
    row.busyUntil = world.now() + suspensionMs;
    world.schedule(row.busyUntil, row.id, apply);
  }
}

function inWantedState(call: Call): Reply {
  const status = call.world.behaviour.alreadyInWantedState;
  if (status === 204) return noContent();
  return status === 423 ? locked() : refused(status, 'The server is in that state already');
}

/** Delayed unless `delay=0`; the server stays listed until the delay is over. */
function deleteServer(call: Call): Reply {
  const { world } = call;
  const row = serverOf(call);
  const most = call.profile === '7.1' ? 43_799 : 43_800;
  const minutes = Number(call.query.delay ?? world.behaviour.defaultDeleteDelayMinutes);
  if (!Number.isInteger(minutes) || minutes < 0 || minutes > most) {
    throw new Refusal(invalid({ delay: [`The delay must be between 0 and ${most}.`] }));
  }
  if (world.behaviour.doNotDisturb) return locked();
  refuseWhileLocked(world, row);
  if (row.protected) return refused(422, 'The server is protected');
  world.delete(row.id, { delayMinutes: minutes });
  return noContent();
}

function readTraffic(call: Call): Reply {
  return data(trafficBody(serverOf(call), call.world.now()));
}
