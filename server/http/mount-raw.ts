import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import type { Endpoint } from '#shared/api/endpoint.ts';
import type { Context } from '../context.ts';
import { authorise } from './authorise.ts';
import { noteMounted } from './mount.ts';
import { stateOf } from './request-context.ts';

/** A request whose body is signed: its bytes matter, so nobody parses it before it is proved. */
export interface RawRequest {
  /** Names in lower case; of a repeated header, the first. */
  headers: Record<string, string | undefined>;
  body: Buffer;
}

const readBytes = express.raw({ limit: '512kb', type: () => true });

/** Puts a row on a router whose verb gets the headers and the bytes as they came, and judges them itself. */
export function mountRaw<Input extends z.ZodObject, Output extends z.ZodType>(
  router: Router,
  row: Endpoint<Input, Output>,
  verb: (ctx: Context, request: RawRequest) => Promise<z.output<Output>>,
): void {
  const answer = async (request: Request, response: Response) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const value = await verb(stateOf(request).ctx, { headers: firstOfEach(request), body });
    response.setHeader('Cache-Control', 'no-store');
    response.json(z.encode(row.output, value));
  };
  router.post(row.path, authorise(row), readBytes, answer);
  noteMounted(router, row);
}

function firstOfEach({ headers }: Request): RawRequest['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
}
