import { ExponentialBackoff, handleWhen, type IPolicy, retry } from 'cockatiel';
import type { z } from 'zod';
import {
  createHttpClient,
  HttpFailure,
  type HttpReply,
  type IntegrationClock,
  type IntegrationLog,
} from '../http-client.ts';
import type { Reach } from '../reach.ts';
import { errorReply, tokenReply } from './model.ts';
import { PayPalError, type PayPalOutcome } from './paypal-error.ts';

export interface CallerOptions {
  baseUrl: string;
  clientId: string;
  clientSecret: string;
  reach: Reach;
  /** Limit of one request, in milliseconds. */
  timeoutMs: number;
  clock: IntegrationClock;
  log: IntegrationLog;
}

export interface Call<T> {
  method: 'GET' | 'POST';
  /** The path with placeholders: what errors and logs name. */
  template: string;
  path: string;
  body?: object;
  /** PayPal-Request-Id: it makes a repeat of a POST harmless, so every POST has one. */
  requestId?: string;
  reply: z.ZodType<T>;
}

export interface Caller {
  /** @throws PayPalError for whatever is not a success with a reply that can be read */
  call<T>(call: Call<T>): Promise<T>;
  close(): Promise<void>;
}

const MOST_REPLY_BYTES = 1024 * 1024;
/** A token is renewed so long before it ends. */
const RENEW_BEFORE_MS = 60_000;
const MORE_TRIES = 2;

interface Token {
  text: string;
  seconds: number;
}

interface Machinery {
  options: CallerOptions;
  send(request: Parameters<ReturnType<typeof createHttpClient>['send']>[0]): Promise<HttpReply>;
  retries: IPolicy;
  /** Being asked for, or in hand until then. */
  token: { asked: Promise<Token>; until: number } | null;
}

/** One way for every call: a cached token, and two more tries where the reply was lost or PayPal was unwell. */
export function createCaller(options: CallerOptions): Caller {
  const http = createHttpClient({ connections: 4, reach: options.reach, maxReplyBytes: MOST_REPLY_BYTES });
  const machinery: Machinery = {
    options,
    send: http.send,
    retries: retry(handleWhen(isWorthRepeating), {
      maxAttempts: MORE_TRIES,
      backoff: new ExponentialBackoff({ initialDelay: 150, maxDelay: 2_000 }),
    }),
    token: null,
  };
  return { call: (call) => machinery.retries.execute(() => attempt(machinery, call)), close: http.close };
}

/** A GET changes nothing, and a POST carries its request id: both may be sent again. */
function isWorthRepeating(error: unknown): boolean {
  return error instanceof PayPalError && (error.outcome === 'unknown' || error.outcome === 'rateLimited');
}

async function attempt<T>(machinery: Machinery, call: Call<T>): Promise<T> {
  const token = await tokenOf(machinery);
  try {
    return await exchange(machinery, call, `Bearer ${token}`);
  } catch (error) {
    if (!(error instanceof PayPalError) || error.outcome !== 'unauthorized') throw error;
    // It may have been revoked before its time: once more with a new one, and then the credentials are wrong.
    machinery.token = null;
    return exchange(machinery, call, `Bearer ${await tokenOf(machinery)}`);
  }
}

/** The token in hand, or a new one; asked for once, however many wait for it. */
async function tokenOf(machinery: Machinery): Promise<string> {
  const now = machinery.options.clock.now().getTime();
  if (machinery.token && now < machinery.token.until) return (await machinery.token.asked).text;
  const kept = { asked: askForToken(machinery), until: Number.POSITIVE_INFINITY };
  machinery.token = kept;
  try {
    const { text, seconds } = await kept.asked;
    kept.until = now + seconds * 1000 - RENEW_BEFORE_MS;
    return text;
  } catch (error) {
    if (machinery.token === kept) machinery.token = null;
    throw error;
  }
}

async function askForToken(machinery: Machinery): Promise<Token> {
  const { clientId, clientSecret } = machinery.options;
  const credentials = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  const path = '/v1/oauth2/token';
  const call = { method: 'POST', template: path, path, reply: tokenReply } as const;
  const reply = await exchange(machinery, call, `Basic ${credentials}`, 'grant_type=client_credentials');
  return { text: reply.access_token, seconds: reply.expires_in };
}

async function exchange<T>(
  { options, send }: Machinery,
  call: Call<T>,
  authorization: string,
  form?: string,
): Promise<T> {
  const route = `${call.method} ${call.template}`;
  const body = form ?? (call.method === 'POST' ? JSON.stringify(call.body ?? {}) : undefined);
  const reply = await send({
    method: call.method,
    url: new URL(call.path, options.baseUrl),
    headers: {
      accept: 'application/json',
      authorization,
      prefer: 'return=representation',
      ...(body === undefined
        ? {}
        : { 'content-type': form === undefined ? 'application/json' : 'application/x-www-form-urlencoded' }),
      ...(call.requestId === undefined ? {} : { 'paypal-request-id': call.requestId }),
    },
    body,
    timeoutMs: options.timeoutMs,
  }).catch((error: unknown) => {
    if (!(error instanceof HttpFailure)) throw error;
    throw failure('unknown', route, { status: null, requestSent: error.requestSent });
  });
  options.log.debug('paypal call', { route, status: reply.status });
  return judged(call, route, reply);
}

function judged<T>(call: Call<T>, route: string, reply: HttpReply): T {
  const json = jsonOf(reply.body);
  if (reply.status >= 200 && reply.status < 300) {
    const read = call.reply.safeParse(json);
    if (read.success) return read.data;
    throw failure('unknown', route, { status: reply.status, requestSent: true });
  }
  const said = errorReply.safeParse(json).data;
  const issue = said?.details?.[0]?.issue ?? said?.name ?? said?.error ?? null;
  const facts = {
    status: reply.status,
    requestSent: true,
    issue: wordOf(issue),
    debugId: wordOf(said?.debug_id),
  };
  throw failure(outcomeOf(reply.status), route, facts);
}

function outcomeOf(status: number): PayPalOutcome {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 429) return 'rateLimited';
  return status >= 400 && status < 500 ? 'refused' : 'unknown';
}

function failure(
  outcome: PayPalOutcome,
  route: string,
  facts: { status: number | null; requestSent: boolean; issue?: string | null; debugId?: string | null },
): PayPalError {
  return new PayPalError({ outcome, route, issue: null, debugId: null, ...facts });
}

/** A word fit for a log and a page, or null: what a stranger writes is not repeated. */
function wordOf(text: string | null | undefined): string | null {
  return text && /^[\w.-]{1,80}$/.test(text) ? text : null;
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
