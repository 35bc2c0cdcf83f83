import type { Request, RequestHandler, Response, Router } from 'express';
import { z } from 'zod';
import type { Endpoint, FileReply } from '#shared/api/endpoint.ts';
import type { Context } from '../context.ts';
import { authorise, requireFreshProof } from './authorise.ts';
import { jsonBody } from './json-body.ts';
import { hasBody, readInput } from './read-input.ts';
import { type RequestDoor, stateOf } from './request-context.ts';
import { sendFile } from './send-file.ts';
import { doorOf } from './session.ts';

/** What answers an endpoint. The third argument is for the few that deal with the request itself. */
export type Verb<Input extends z.ZodObject, Output extends z.ZodType> = (
  ctx: Context,
  input: z.output<Input>,
  door: RequestDoor,
) => Promise<z.output<Output>>;

const mounted = new WeakMap<Router, Set<Endpoint>>();

/** Puts a row of the API on a router: authorise, parse, call the verb, encode its reply. `guards` come after the body is read. */
export function mount<Input extends z.ZodObject, Output extends z.ZodType>(
  router: Router,
  row: Endpoint<Input, Output>,
  verb: Verb<Input, Output>,
  guards: RequestHandler[] = [],
): void {
  const answer = async (request: Request, response: Response) => {
    const input = readInput(row, request);
    requireFreshProof(row.stepUp, request, input);
    const value = await verb(stateOf(request).ctx, input, doorOf(request));
    response.setHeader('Cache-Control', 'no-store');
    if (row.type) await sendFile(response, row.type, value as FileReply);
    else response.json(encodeReply(row, value));
  };
  const steps = [authorise(row), ...(hasBody(row) ? [jsonBody] : []), ...guards, answer];
  router[methodOf(row)](row.path, ...steps);
  noteMounted(router, row);
}

/** For the test that proves that none of `api` is missing. */
export function noteMounted<Input extends z.ZodObject, Output extends z.ZodType>(
  router: Router,
  row: Endpoint<Input, Output>,
): void {
  mounted.set(router, mountedOn(router).add(row as unknown as Endpoint));
}

/** The rows a router answers: a test proves that none of `api` is missing. */
export function mountedOn(router: Router): Set<Endpoint> {
  return mounted.get(router) ?? new Set();
}

function methodOf(row: Pick<Endpoint, 'method'>): 'get' | 'post' | 'put' | 'delete' {
  return row.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
}

/** Judged and encoded before the first byte is sent, so that no reply is ever half right. */
function encodeReply<Output extends z.ZodType>(row: Endpoint<z.ZodObject, Output>, value: z.output<Output>) {
  const reply = z.safeEncode(row.output, value);
  if (reply.success) return reply.data;
  throw new Error(`The reply of ${row.method} ${row.path} does not fit its own description`, {
    cause: reply.error,
  });
}
