import { z } from 'zod';
import type { ServerRow, User } from '../world/entities.ts';
import type { World } from '../world/world.ts';
import { bareNotFound, gone, invalid, Refusal, type Reply } from './reply.ts';

export type Profile = '6.x' | '7.0' | '7.1';

/** How faults bend what a list or a live question answers; nothing of the world changes. */
export interface Distortion {
  remoteStateFalse: boolean;
  emptyList: boolean;
  /** Rows by which pages after the first are shifted: +1 skips one, -1 repeats one. */
  pageShift: number;
}

/** One request, parsed as far as every route needs it. */
export interface Call {
  readonly world: World;
  readonly profile: Profile;
  readonly path: string;
  readonly params: Record<string, string>;
  readonly query: Record<string, unknown>;
  readonly body: unknown;
  readonly distortion: Distortion;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`, with `:name` for a parameter. */
  readonly path: string;
  readonly handle: (call: Call) => Reply;
  /** The panels that have it; all unless given. */
  readonly profiles?: readonly Profile[];
}

/** The name of a route in permissions, faults and the call log: `GET /servers/:id`. */
export function labelOf(route: Pick<Route, 'method' | 'path'>): string {
  return `${route.method} ${route.path}`;
}

/** A whole number of the path. @throws Refusal 404 without a body when it is none: no route matches then. */
export function idParam(call: Call, name = 'id'): number {
  const text = call.params[name] ?? '';
  if (!/^\d{1,15}$/.test(text)) throw new Refusal(bareNotFound());
  return Number(text);
}

/** The server of the path. @throws Refusal 404, with the exact `msg` when it is gone, bare when it is hidden. */
export function serverOf(call: Call): ServerRow {
  const row = call.world.servers.find(idParam(call));
  if (!row) throw new Refusal(gone());
  if (row.hidden === 'everywhere') throw new Refusal(bareNotFound());
  return row;
}

/** The user of an external relation. `relStr` came after 6.x and is ignored there. @throws Refusal 404. */
export function relatedUser(call: Call): User {
  const asText = call.profile !== '6.x' && isTrue(call.query.relStr);
  const relation = call.params.ext ?? '';
  const user = asText ? call.world.userByRelation(relation) : userByDigits(call, relation);
  if (!user) throw new Refusal({ status: 404, body: { msg: 'user not found' } });
  return user;
}

function userByDigits(call: Call, text: string): User | undefined {
  return /^\d{1,15}$/.test(text) ? call.world.userByExt(Number(text)) : undefined;
}

/** @throws Refusal 422 with Laravel's map of fields. */
export function bodyOf<Schema extends z.ZodType>(call: Call, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(call.body ?? {});
  if (parsed.success) return parsed.data;
  const fields: Record<string, string[]> = {};
  for (const issue of parsed.error.issues) {
    const field = issue.path.join('.') || 'body';
    fields[field] = [...(fields[field] ?? []), issue.message];
  }
  throw new Refusal(invalid(fields));
}

/** `true` and `1` are yes, as Laravel reads them. */
export function isTrue(value: unknown): boolean {
  return value === 'true' || value === '1';
}

/** The values of a query parameter that may repeat: `name[]=a&name[]=b`, or `name=a`. */
export function manyOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string');
}

/** A number, or its decimal text, as Laravel's `numeric` takes it. */
export const numeric = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d{1,18}(\.\d{1,18})?$/)
    .transform(Number),
]);
