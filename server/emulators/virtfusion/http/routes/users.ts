import { z } from 'zod';
import { isoMicros } from '../../wire/times.ts';
import { userBody } from '../../wire/user.ts';
import type { User } from '../../world/entities.ts';
import { bodyOf, type Call, idParam, type Route, relatedUser } from '../call.ts';
import { pageOf } from '../page.ts';
import { created, data, noContent, Refusal, type Reply, refused } from '../reply.ts';

const only71 = ['7.1'] as const;

export const userRoutes: Route[] = [
  { method: 'POST', path: '/users', handle: createUser },
  { method: 'GET', path: '/users/:ext/byExtRelation', handle: (call) => data(userBody(relatedUser(call))) },
  { method: 'PUT', path: '/users/:ext/byExtRelation', handle: (call) => updateUser(call, relatedUser(call)) },
  {
    method: 'DELETE',
    path: '/users/:ext/byExtRelation',
    handle: (call) => deleteUser(call, relatedUser(call)),
  },
  { method: 'POST', path: '/users/:ext/authenticationTokens', handle: handOver },
  { method: 'POST', path: '/users/:ext/serverAuthenticationTokens/:id', handle: handOver },
  { method: 'GET', path: '/users', handle: listUsers, profiles: only71 },
  { method: 'GET', path: '/users/:userId', handle: readUser, profiles: only71 },
  {
    method: 'PUT',
    path: '/users/:userId',
    handle: (call) => updateUser(call, userById(call)),
    profiles: only71,
  },
  {
    method: 'DELETE',
    path: '/users/:userId',
    handle: (call) => deleteUser(call, userById(call)),
    profiles: only71,
  },
];

const writable = z.object({
  name: z.string().min(1).optional(),
  email: z.email().optional(),
  selfService: z.int().min(0).max(3).optional(),
  selfServiceHourlyCredit: z.boolean().optional(),
  enabled: z.boolean().optional(),
});

const relations = z.object({
  extRelationId: z.int().nullable().optional(),
  relationStrs: z
    .array(z.string().regex(/^[\w-]{2,200}$/))
    .nullable()
    .optional(),
});

const newUser = z.object({
  name: z.string().min(1),
  email: z.email(),
  extRelationId: z.int().nullable().optional(),
  relStr: z.string().optional(),
  selfService: z.int().min(0).max(3).default(0),
  selfServiceHourlyCredit: z.boolean().default(false),
});

function createUser(call: Call): Reply {
  const { relStr, ...asked } = bodyOf(call, newUser);
  const { world } = call;
  if (world.users.all().some((user) => user.email === asked.email)) {
    return refused(world.behaviour.duplicateEmail, 'The email has already been taken');
  }
  const extRelationId = asked.extRelationId ?? null;
  if (extRelationId !== null && world.userByExt(extRelationId)) {
    return refused(422, 'The extRelationId has already been taken');
  }
  const relationStrings = relStr === undefined || call.profile === '6.x' ? [] : [relStr];
  const user = world.addUser({ ...asked, extRelationId, relationStrings });
  return created({ ...userBody(user), password: 'emulated-not-a-password' });
}

/** Answers with the fields it was sent, and only those. */
function updateUser(call: Call, user: User): Reply {
  const { enabled, ...fields } = bodyOf(call, writable);
  const sent = { ...fields, ...(enabled === undefined ? {} : { enabled }) };
  if (user.admin && call.params.userId !== undefined) return refused(409, 'Administrators cannot be changed');
  if (call.params.userId !== undefined) updateRelations(call, user);
  Object.assign(user, fields, { updated: call.world.now() });
  if (enabled !== undefined) user.suspended = !enabled;
  return created(sent);
}

function updateRelations(call: Call, user: User): void {
  const asked = bodyOf(call, relations);
  const { extRelationId, relationStrs } = asked;
  if (typeof extRelationId === 'number') {
    const holder = call.world.userByExt(extRelationId);
    if (holder && holder !== user)
      throw new Refusal(refused(422, 'The extRelationId has already been taken'));
  }
  if (extRelationId !== undefined) call.world.relate(user, extRelationId);
  if (relationStrs !== undefined) user.relationStrings = relationStrs ?? [];
}

function deleteUser(call: Call, user: User): Reply {
  if (user.admin) return refused(409, 'Administrators cannot be deleted');
  if (call.world.servers.idsOfOwner(user.id).length > 0) return refused(409, 'The user owns servers');
  call.world.removeUser(user);
  return noContent();
}

function listUsers(call: Call): Reply {
  refuseUnlessReadable(call);
  return pageOf(call, { items: call.world.users.all(), bodyOf: userBody, keepsResults: false });
}

function readUser(call: Call): Reply {
  refuseUnlessReadable(call);
  return data(userBody(userById(call)));
}

/** Siblings of the documented calls that nobody has seen: off, so that clients learn to do without. */
function refuseUnlessReadable(call: Call): void {
  if (call.world.behaviour.usersReadable) return;
  const message = 'The GET method is not supported for this route.';
  throw new Refusal({ status: 405, body: { message } });
}

function userById(call: Call): User {
  const user = call.world.users.find(idParam(call, 'userId'));
  if (!user) throw new Refusal({ status: 404, body: { msg: 'user not found' } });
  return user;
}

function handOver(call: Call): Reply {
  relatedUser(call);
  const tokens = { 1: 'emulated'.repeat(12), 2: 'pretended'.repeat(11) };
  const expires = isoMicros(call.world.now() + 60_000);
  return data({
    authentication: {
      tokens,
      endpoint: '/token_authenticate',
      endpoint_complete: `/token_authenticate/?1=${tokens[1]}&2=${tokens[2]}`,
      expiry: { ttl: 60, expires },
    },
  });
}
