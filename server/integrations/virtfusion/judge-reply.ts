import { z } from 'zod';
import type { HttpReply } from '../http-client.ts';
import { errorsOf, jsonOf, outcomeOf, type RouteKind } from './classify-reply.ts';
import type { Redactor } from './redact.ts';
import { httpDate, retryAfterMs } from './retries.ts';
import { VirtFusionError, type VirtFusionFailure } from './virtfusion-error.ts';

/** A schema, or what checks more than one made in advance can know. */
export interface ReplyReader<T> {
  safeParse(
    json: unknown,
  ): { success: true; data: T } | { success: false; error: Pick<z.ZodError, 'issues'> };
}

export interface Call<T> {
  method: 'GET' | 'POST' | 'DELETE';
  /** The path with placeholders: what logs, metrics and errors name. */
  template: string;
  path: string;
  query?: [name: string, value: string][];
  /** JSON text. */
  body?: string;
  /** What reads the reply, or null where the panel answers without a body. */
  reply: ReplyReader<T> | null;
  kind?: RouteKind;
  /** The panel asks the hypervisor before it answers: more time, and a breaker apart from the panel's. */
  live?: boolean;
  signal?: AbortSignal;
  /** Attempts in all; only a GET has more than one. */
  tries?: number;
}

export interface Answer<T> {
  value: T;
  status: number;
  /** The panel's own clock when it answered. */
  date: Date | null;
  /** When the whole reply was in, by our clock: of a read, never long after it was asked. */
  readAt: Date;
}

/** The answer in a reply. @throws VirtFusionError for whatever is not `ok`, with nothing secret in it */
export function judgeReply<T>(
  call: Call<T>,
  reply: HttpReply,
  by: { readAt: Date; redactor: Redactor },
): Answer<T> {
  const date = httpDate(reply.headers.date);
  const json = jsonOf(reply);
  const outcome = outcomeOf(reply.status, call.kind ?? 'plain', json);
  const fail = (failed: Pick<VirtFusionFailure, 'outcome' | 'errors' | 'transient' | 'retryAfterMs'>) =>
    new VirtFusionError({
      ...failed,
      route: `${call.method} ${call.template}`,
      status: reply.status,
      requestSent: true,
      date,
      readAt: by.readAt,
    });
  if (outcome === 'ok') {
    const read = readValue(call, reply, json);
    if ('value' in read) return { value: read.value, status: reply.status, date, readAt: by.readAt };
    throw fail({ outcome: 'unknown', errors: read.problems, transient: true, retryAfterMs: null });
  }
  throw fail({
    outcome,
    errors: errorsOf({ ...reply, body: by.redactor.text(reply.body) }, by.redactor.value(json)),
    // A redirect or a refused request ends no differently a second later.
    transient: outcome === 'rateLimited' || (outcome === 'unknown' && reply.status >= 500),
    retryAfterMs: retryAfterMs(reply.headers, by.readAt),
  });
}

function readValue<T>(call: Call<T>, reply: HttpReply, json: unknown): { value: T } | { problems: string[] } {
  if (call.reply === null) {
    // 201 and 204 come without a body, or with one that is no JSON; a page with 200 is somebody else's answer.
    const silent = reply.status !== 200 || reply.body.trim() === '' || json !== undefined;
    return silent ? { value: undefined as T } : { problems: ['not JSON'] };
  }
  if (json === undefined) return { problems: [reply.body.trim() === '' ? 'an empty reply' : 'not JSON'] };
  const read = call.reply.safeParse(json);
  return read.success ? { value: read.data } : { problems: problemsOf(read.error) };
}

/** Places and rules only, never values: a value may be a secret. */
function problemsOf(error: Pick<z.ZodError, 'issues'>): string[] {
  return error.issues.slice(0, 5).map((issue) => {
    const place = z.core.toDotPath(issue.path);
    return `${place === '' ? 'reply' : place}: ${issue.message}`;
  });
}
