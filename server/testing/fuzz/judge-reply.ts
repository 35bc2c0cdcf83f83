import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Endpoint } from '#shared/api/endpoint.ts';
import { errorBody } from '#shared/api/errors.ts';
import type { FuzzRequest } from './arbitrary-request.ts';

export interface FuzzReply {
  status: number;
  /** Without its parameters. */
  type: string;
  text: string;
}

/** What is wrong with a reply, by the document and the schemas behind it; null where nothing is. */
export function judgeReply({ operation }: FuzzRequest, reply: FuzzReply, row: Endpoint): string | null {
  if (reply.status >= 500) return `${reply.status}: ${reply.text.slice(0, 300)}`;
  const types = operation.responses.get(reply.status);
  if (!types) return `${reply.status} is not declared: ${reply.text.slice(0, 300)}`;
  if (!types.includes(reply.type))
    return `${reply.status} came as ${reply.type}, not as ${types.join(' or ')}`;
  if (reply.type !== 'application/json') return null;
  return reply.status === 200 ? outside(row.output, reply.text) : outside(errorBody, reply.text);
}

/** Read and written again it must be the same: nothing missing, nothing more. */
function outside(schema: z.ZodType, text: string): string | null {
  const body: unknown = JSON.parse(text);
  const read = schema.safeParse(body);
  if (!read.success) return `outside its schema: ${z.prettifyError(read.error)} in ${text.slice(0, 300)}`;
  const again: unknown = JSON.parse(JSON.stringify(z.encode(schema, read.data)));
  return isDeepStrictEqual(again, body) ? null : `more than its schema: ${text.slice(0, 300)}`;
}
