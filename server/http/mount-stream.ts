import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import type { Endpoint } from '#shared/api/endpoint.ts';
import type { Context } from '../context.ts';
import { authorise } from './authorise.ts';
import { noteMounted } from './mount.ts';
import { readInput } from './read-input.ts';
import { stateOf } from './request-context.ts';

/**
 * What feeds a stream: calls `tell` for each event, and ends when there is nothing more to tell or `signal` is
 * aborted. What it throws before the first event is refused like any call; after it, the stream just ends.
 */
export type StreamVerb<Input extends z.ZodObject, Output extends z.ZodType> = (
  ctx: Context,
  input: z.output<Input>,
  stream: { tell: (value: z.output<Output>) => void; signal: AbortSignal },
) => Promise<void>;

/** A stream ends after so long, and the browser asks again: so that one whose session ended does not listen for ever. */
const LONGEST_MS = 10 * 60_000;
/** How long a browser waits before it asks again. */
const RETRY_MS = 2000;

/** Puts a row with `stream` on a router: authorise, parse, then server-sent events. `closing` ends them all. */
export function mountStream<Input extends z.ZodObject, Output extends z.ZodType>(
  router: Router,
  row: Endpoint<Input, Output>,
  verb: StreamVerb<Input, Output>,
  closing: AbortSignal,
): void {
  router.get(row.path, authorise(row), async (request: Request, response: Response) => {
    const input = readInput(row, request);
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, closing, AbortSignal.timeout(LONGEST_MS)]);
    const tell = (value: z.output<Output>) => send(response, z.encode(row.output, value));
    try {
      await verb(stateOf(request).ctx, input, { tell, signal });
    } catch (error) {
      if (!response.headersSent) throw error;
      stateOf(request).ctx.log.warn('a stream broke off', { path: row.path, error: String(error) });
    }
    if (!response.headersSent) open(response);
    response.end();
  });
  noteMounted(router, row);
}

function open(response: Response): void {
  response.status(200);
  response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
  // 'no-transform' keeps compression, and X-Accel-Buffering nginx, from holding events back.
  response.setHeader('Cache-Control', 'no-store, no-transform');
  response.setHeader('X-Accel-Buffering', 'no');
  response.write(`retry: ${RETRY_MS}\n\n`);
}

function send(response: Response, value: unknown): void {
  if (response.writableEnded) return;
  if (!response.headersSent) open(response);
  response.write(`data: ${JSON.stringify(value)}\n\n`);
}
