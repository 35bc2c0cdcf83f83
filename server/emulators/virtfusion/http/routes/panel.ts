import { z } from 'zod';
import { groupBody, hypervisorBody, stockBody } from '../../wire/hypervisor.ts';
import { packageBody } from '../../wire/package.ts';
import { queueItemBody } from '../../wire/queue-item.ts';
import { isoOffset } from '../../wire/times.ts';
import { bodyOf, type Call, idParam, type Route } from '../call.ts';
import { listOf, pageOf } from '../page.ts';
import { bareNotFound, created, data, Refusal, type Reply } from '../reply.ts';

const only71 = ['7.1'] as const;

/** Everything that is neither a server, a user nor self service. */
export const panelRoutes: Route[] = [
  { method: 'GET', path: '/connect', handle: () => ({ status: 200, body: [] }) },
  { method: 'GET', path: '/status', handle: readStatus, profiles: only71 },
  { method: 'GET', path: '/packages', handle: listPackages },
  { method: 'GET', path: '/packages/:packageId', handle: readPackage },
  { method: 'POST', path: '/packages', handle: addPackage, profiles: only71 },
  { method: 'PUT', path: '/packages/:packageId', handle: updatePackage, profiles: only71 },
  { method: 'GET', path: '/queue/:queueId', handle: readQueueItem },
  { method: 'GET', path: '/compute/hypervisors', handle: listHypervisors },
  { method: 'GET', path: '/compute/hypervisors/groups', handle: listGroups },
  { method: 'GET', path: '/compute/hypervisors/groups/:groupId', handle: readGroup },
  { method: 'GET', path: '/compute/hypervisors/groups/:groupId/resources', handle: listStock },
  { method: 'GET', path: '/compute/hypervisors/:hypervisorId', handle: readHypervisor },
  { method: 'GET', path: '/backups/server/:id', handle: (call) => listOf(call, [], () => null) },
  { method: 'GET', path: '/ssh_keys/user/:userId', handle: (call) => listOf(call, [], () => null) },
];

/** 503 when a check fails: the API answers all the same. The field names are the emulator's own. */
function readStatus(call: Call): Reply {
  const alerts = call.world.hypervisors.all().filter((host) => !host.answers).length;
  const healthy = alerts === 0;
  const body = {
    ...{ healthy, version: '7.1.0', database: true, cache: true, scheduler: true, cron: true },
    ...{ hypervisorAlerts: alerts, time: isoOffset(call.world.now()) },
  };
  return { status: healthy ? 200 : 503, body: { data: body } };
}

const shows = (call: Call) => call.profile === '7.1';

function listPackages(call: Call): Reply {
  return listOf(call, call.world.packages.all(), (pack) => packageBody(pack, shows(call)));
}

function readPackage(call: Call): Reply {
  return data(packageBody(found(call.world.packages.find(idParam(call, 'packageId'))), shows(call)));
}

const packageFields = z.object({
  name: z.string().min(3).max(150),
  memory: z.int().min(64).max(2_097_152),
  primaryStorage: z.int().min(1).max(102_400),
  traffic: z.int().min(0).optional(),
  cpuCores: z.int().min(1).max(600),
  tokenValue: z.int().min(0).optional(),
});

/** New packages start disabled. */
function addPackage(call: Call): Reply {
  const asked = bodyOf(call, packageFields);
  const { name, memory, primaryStorage: storage, traffic = 0, cpuCores, tokenValue = 0 } = asked;
  const resources = { memory, storage, traffic, cpuCores };
  return created(packageBody(call.world.addPackage({ name, resources, tokenValue, enabled: false }), true));
}

/** Existing servers keep what they were given. */
function updatePackage(call: Call): Reply {
  const pack = found(call.world.packages.find(idParam(call, 'packageId')));
  const asked = bodyOf(call, packageFields.extend({ enabled: z.boolean() }).partial());
  const now = pack.resources;
  pack.resources = {
    memory: asked.memory ?? now.memory,
    storage: asked.primaryStorage ?? now.storage,
    traffic: asked.traffic ?? now.traffic,
    cpuCores: asked.cpuCores ?? now.cpuCores,
  };
  pack.name = asked.name ?? pack.name;
  pack.tokenValue = asked.tokenValue ?? pack.tokenValue;
  pack.enabled = asked.enabled ?? pack.enabled;
  return data(packageBody(pack, true));
}

function readQueueItem(call: Call): Reply {
  return data(queueItemBody(found(call.world.queue.find(idParam(call, 'queueId'))), call.world.now()));
}

function listHypervisors(call: Call): Reply {
  const items = call.world.hypervisors.all();
  return pageOf(call, { items, bodyOf: (host) => hypervisorBody(call.world, host), keepsResults: true });
}

function readHypervisor(call: Call): Reply {
  return data(hypervisorBody(call.world, found(call.world.hypervisors.find(idParam(call, 'hypervisorId')))));
}

function listGroups(call: Call): Reply {
  return pageOf(call, { items: call.world.groups.all(), bodyOf: groupBody, keepsResults: true });
}

function readGroup(call: Call): Reply {
  return data(groupBody(found(call.world.groups.find(idParam(call, 'groupId')))));
}

function listStock(call: Call): Reply {
  const groupId = idParam(call, 'groupId');
  const items = call.world.hypervisors.all().filter((host) => host.groupId === groupId);
  return pageOf(call, { items, bodyOf: (host) => stockBody(call.world, host), keepsResults: true });
}

function found<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new Refusal(bareNotFound());
  return row;
}
