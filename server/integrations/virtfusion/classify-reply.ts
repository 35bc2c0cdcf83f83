import type { HttpReply } from '../http-client.ts';
import type { FailedOutcome, Outcome } from './virtfusion-error.ts';

/** What sort of thing a route speaks of, where that changes what a status means. */
export type RouteKind = 'plain' | 'server' | 'power';

/** The text that proves a deletion. A 404 without it may be a wrong path, a proxy or trouble of the panel. */
const goneMessage = 'server not found';

const outcomeOfStatus: Record<number, FailedOutcome> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'notFound',
  409: 'conflict',
  422: 'invalid',
  423: 'locked',
  429: 'rateLimited',
};

/** The outcome that a status means on a route; `body` is the parsed JSON, or undefined when there was none. */
export function outcomeOf(status: number, kind: RouteKind, body: unknown): Outcome {
  if (status >= 200 && status < 300) return 'ok';
  if (status === 404 && kind !== 'plain' && field(body, 'msg') === goneMessage) return 'gone';
  // Elsewhere a 503 is the panel's own trouble; on a power route it is the hypervisor in maintenance.
  if (status === 503 && kind === 'power') return 'maintenance';
  return outcomeOfStatus[status] ?? 'unknown';
}

/** The JSON of a reply, or undefined: `null` is JSON too. */
export function jsonOf(reply: HttpReply): unknown {
  try {
    return JSON.parse(reply.body) as unknown;
  } catch {
    return undefined;
  }
}

const mostErrors = 10;
const longestError = 300;

/**
 * What a refusal says, from the four kinds of body there are, in this order: `errors` (a list, or lists by field),
 * `msg`, `message`, and text that is no page. Short and on one line each, fit for a log.
 */
export function errorsOf(reply: HttpReply, body: unknown): string[] {
  const said = body === undefined ? [plainText(reply)] : statedIn(body);
  return said
    .map((text) => oneLine(text))
    .filter((text) => text !== '')
    .slice(0, mostErrors);
}

function statedIn(body: unknown): string[] {
  const errors = textsOf(field(body, 'errors'));
  if (errors.length > 0) return errors;
  const one = [field(body, 'msg'), field(body, 'message')].find(
    (text) => typeof text === 'string' && text !== '',
  );
  return typeof one === 'string' ? [one] : [];
}

function textsOf(errors: unknown, name?: string): string[] {
  if (typeof errors === 'string') return [name === undefined ? errors : `${name}: ${errors}`];
  if (Array.isArray(errors)) return errors.flatMap((item) => textsOf(item, name));
  if (typeof errors !== 'object' || errors === null) return [];
  return Object.entries(errors).flatMap(([key, item]) => textsOf(item, key));
}

function plainText(reply: HttpReply): string {
  const html =
    (reply.headers['content-type'] ?? '').includes('html') || reply.body.trimStart().startsWith('<');
  return html ? '' : reply.body;
}

/** Without control characters: a reply must not be able to write a line of the log. */
function oneLine(text: string): string {
  const clean = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return clean.length > longestError ? `${clean.slice(0, longestError)}…` : clean;
}

function field(body: unknown, name: string): unknown {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return undefined;
  return (body as Record<string, unknown>)[name];
}
