import { rootCertificates } from 'node:tls';
import { Agent, type Dispatcher } from 'undici';
import { isHostWithinReach, lookupWithin, OUT_OF_REACH, type Reach } from './reach.ts';

/** The time of the caller. `sleep` ends early, by rejecting, when the signal fires. */
export interface IntegrationClock {
  now(): Date;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The part of the log that a client of the outside world needs: a constant message and its facts. */
export interface IntegrationLog {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: URL;
  headers: Record<string, string>;
  /** Text, already encoded. */
  body?: string;
  /** Limit of the whole exchange, in real milliseconds: connecting, waiting and reading. */
  timeoutMs: number;
  signal?: AbortSignal;
}

export interface HttpReply {
  status: number;
  /** Names in lower case; of a repeated header, the first. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** `cancelled` is our own doing; the others are the network's. */
export type HttpFailureReason = 'timeout' | 'connection' | 'tooLarge' | 'cancelled';

/**
 * No reply, or not all of one. `requestSent` false proves that the other side never saw the request; true means
 * that it may have acted on it. Carries no cause: the errors of the transport are not ours to vouch for.
 */
export class HttpFailure extends Error {
  readonly reason: HttpFailureReason;
  readonly requestSent: boolean;
  /** The code of the system or of the transport, such as ECONNREFUSED. */
  readonly code: string | null;

  constructor(reason: HttpFailureReason, facts: { requestSent: boolean; code?: string | null }) {
    const code = facts.code ?? null;
    super(code === null ? reason : `${reason} (${code})`);
    this.name = 'HttpFailure';
    this.reason = reason;
    this.requestSent = facts.requestSent;
    this.code = code;
  }
}

export interface HttpClient {
  /** Sends once and reads the whole reply, whatever its status; redirects are not followed. @throws HttpFailure */
  send(request: HttpRequest): Promise<HttpReply>;
  /** Waits for the requests under way, each within its own limit. Closing twice is closing once. */
  close(): Promise<void>;
}

const connectTimeoutMs = 5_000;
const defaultMaxReplyBytes = 32 * 1024 * 1024;

/**
 * A pool of kept-alive connections, to addresses within `reach`. `ca` is trusted besides the public authorities, never
 * instead of checking.
 */
export function createHttpClient(options: {
  connections: number;
  reach: Reach;
  ca?: string;
  maxReplyBytes?: number;
}): HttpClient {
  const agent = new Agent({
    connections: options.connections,
    pipelining: 1,
    // One limit a request, ours, so that its expiry has one meaning.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: options.maxReplyBytes ?? defaultMaxReplyBytes,
    connect: {
      timeout: connectTimeoutMs,
      lookup: lookupWithin(options.reach),
      ...(options.ca === undefined ? {} : { ca: [...rootCertificates, options.ca] }),
    },
  });
  const dispatcher = agent.compose(markSent);
  let closing: Promise<void> | null = null;
  return {
    async send(request) {
      // Names are judged at the look-up; a bare address has none.
      if (!isHostWithinReach(request.url, options.reach)) {
        throw new HttpFailure('connection', { requestSent: false, code: OUT_OF_REACH });
      }
      return sendWithin(dispatcher, request);
    },
    async close() {
      closing ??= agent.close();
      await closing;
    },
  };
}

interface Passage {
  sent: boolean;
}

async function sendWithin(dispatcher: Dispatcher, request: HttpRequest): Promise<HttpReply> {
  const passage: Passage = { sent: false };
  const abort = new AbortController();
  const stop = (reason: HttpFailureReason) =>
    abort.abort(new HttpFailure(reason, { requestSent: passage.sent }));
  const cancel = () => stop('cancelled');
  if (request.signal?.aborted) cancel();
  request.signal?.addEventListener('abort', cancel);
  const timer = setTimeout(() => stop('timeout'), request.timeoutMs);
  try {
    // While a connection is being made undici does not listen to the signal, so the signal is raced as well.
    return await Promise.race([
      exchange(dispatcher, request, passage, abort.signal),
      rejection(abort.signal),
    ]);
  } catch (error) {
    throw failureOf(abort.signal.aborted ? abort.signal.reason : error, passage);
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', cancel);
  }
}

async function exchange(
  dispatcher: Dispatcher,
  request: HttpRequest,
  passage: Passage,
  signal: AbortSignal,
): Promise<HttpReply> {
  const { statusCode, headers, body } = await dispatcher.request({
    origin: request.url.origin,
    path: request.url.pathname + request.url.search,
    method: request.method,
    headers: request.headers,
    body: request.body ?? null,
    opaque: passage,
    signal,
  });
  return { status: statusCode, headers: firstOfEach(headers), body: await body.text() };
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function firstOfEach(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const firsts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) firsts[name.toLowerCase()] = first;
  }
  return firsts;
}

function failureOf(error: unknown, passage: Passage): HttpFailure {
  if (error instanceof HttpFailure) return error;
  const code = codeOf(error);
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE')
    return new HttpFailure('tooLarge', { requestSent: true, code });
  if (code === 'UND_ERR_CLOSED' || code === 'UND_ERR_DESTROYED') {
    return new HttpFailure('cancelled', { requestSent: passage.sent, code });
  }
  return new HttpFailure(code === 'UND_ERR_CONNECT_TIMEOUT' ? 'timeout' : 'connection', {
    requestSent: passage.sent,
    code,
  });
}

/** Codes are words of a closed set; a message may hold anything. */
function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' && /^[A-Z0-9_]{1,60}$/.test(error.code) ? error.code : null;
}

/** Notes the moment a request is handed to a connected socket: only before it is a failure surely without effect. */
function markSent(dispatch: Dispatcher.Dispatch): Dispatcher.Dispatch {
  return (options, handler) => dispatch(options, new SentMarker(passageOf(options), handler));
}

/** `opaque` is what `request` hands through to us; undici's type of a dispatch leaves it out. */
function passageOf(options: Dispatcher.DispatchOptions): Passage {
  return (options as Dispatcher.DispatchOptions & { opaque: Passage }).opaque;
}

class SentMarker implements Dispatcher.DispatchHandler {
  readonly #passage: Passage;
  readonly #inner: Dispatcher.DispatchHandler;

  constructor(passage: Passage, inner: Dispatcher.DispatchHandler) {
    this.#passage = passage;
    this.#inner = inner;
  }

  onRequestStart(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onRequestStart']>>) {
    this.#passage.sent = true;
    this.#inner.onRequestStart?.(...args);
  }

  onResponseStart(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>) {
    this.#inner.onResponseStart?.(...args);
  }

  onResponseData(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseData']>>) {
    this.#inner.onResponseData?.(...args);
  }

  onResponseEnd(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseEnd']>>) {
    this.#inner.onResponseEnd?.(...args);
  }

  onResponseError(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseError']>>) {
    this.#inner.onResponseError?.(...args);
  }
}
