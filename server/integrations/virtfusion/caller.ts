import { setMaxListeners } from 'node:events';
import { type BulkheadPolicy, bulkhead, isBrokenCircuitError, isBulkheadRejectedError } from 'cockatiel';
import {
  createHttpClient,
  HttpFailure,
  type HttpReply,
  type IntegrationClock,
  type IntegrationLog,
} from '../http-client.ts';
import { OUT_OF_REACH, type Reach } from '../reach.ts';
import { apiRoot } from './base-url.ts';
import { type Breaker, createBreaker } from './breaker.ts';
import { type Answer, type Call, judgeReply } from './judge-reply.ts';
import { linkSignals } from './link-signals.ts';
import { createPacer, type Pacer } from './pacer.ts';
import { createRedactor, type Redactor } from './redact.ts';
import { jitteredWaitMs, withRetries } from './retries.ts';
import { OldReplyError, type ReadReply, sendFresh } from './send-fresh.ts';
import { type Outcome, VirtFusionError } from './virtfusion-error.ts';

export interface CallerOptions {
  baseUrl: string;
  token: string;
  reach: Reach;
  ca?: string;
  timeoutMs: number;
  powerTimeoutMs: number;
  concurrency: number;
  requestsPerMinute: number | null;
  clock: IntegrationClock;
  log: IntegrationLog;
  onCall?: (call: { route: string; outcome: Outcome; ms: number }) => void;
}

export interface Caller {
  /** @throws VirtFusionError for whatever is not `ok` */
  call<T>(call: Call<T>): Promise<Answer<T>>;
  /** Ends reads and waits at once; lets a mutation under way come to its end. */
  close(): Promise<void>;
}

const mostTries = 4;
const retryBudgetMs = 120_000;
const mostWaiting = 10_000;

interface Machinery {
  options: CallerOptions;
  root: URL;
  redactor: Redactor;
  pacer: Pacer;
  slots: BulkheadPolicy;
  breakers: Record<'panel' | 'live', Breaker>;
  closing: AbortController;
  send: (request: Parameters<ReturnType<typeof createHttpClient>['send']>[0]) => Promise<HttpReply>;
}

/**
 * One way for every call: retries (GET only) around the breaker, around the slots, around the pace, around the
 * request. @throws TypeError for an address or a token that cannot be used
 */
export function createCaller(options: CallerOptions): Caller {
  if (!/^[\x21-\x7e]+$/.test(options.token))
    throw new TypeError('the VirtFusion token is empty or not plain text');
  const root = apiRoot(options.baseUrl);
  const http = createHttpClient({
    connections: options.concurrency,
    reach: options.reach,
    ca: options.ca,
  });
  const { clock, requestsPerMinute } = options;
  const breaker = (name: string, excused: (reply: HttpReply) => boolean) =>
    createBreaker({ clock, log: options.log, name, excused });
  const machinery: Machinery = {
    options,
    root,
    redactor: createRedactor(options.token),
    pacer: createPacer({ clock, requestsPerMinute, longestPauseMs: retryBudgetMs }),
    slots: bulkhead(options.concurrency, mostWaiting),
    // A hypervisor that hangs must not keep the lists from being read.
    breakers: {
      panel: breaker('panel', () => false),
      live: breaker('live', (reply) => reply.status === 503),
    },
    closing: new AbortController(),
    send: http.send,
  };
  setMaxListeners(0, machinery.closing.signal); // every call under way listens to it
  return {
    call: (call) => callWithRetries(machinery, call),
    async close() {
      machinery.closing.abort();
      await http.close();
    },
  };
}

async function callWithRetries<T>(machinery: Machinery, call: Call<T>): Promise<Answer<T>> {
  const signals = linkSignals([machinery.closing.signal, call.signal]);
  const tries = call.method === 'GET' ? (call.tries ?? mostTries) : 1;
  try {
    return await withRetries(
      {
        clock: machinery.options.clock,
        tries,
        budgetMs: retryBudgetMs,
        signal: signals.signal,
        waitAfter: (error, failures) => waitAfter(machinery, error, failures),
      },
      () => attempt(machinery, call, signals.signal),
    );
  } finally {
    signals.unlink();
  }
}

/** A wait that was asked for is kept, a little longer so that not all come back at once. */
function waitAfter(machinery: Machinery, error: unknown, failures: number): number | null {
  if (!(error instanceof VirtFusionError) || !error.transient) return null;
  const random = Math.random();
  const waitMs =
    error.retryAfterMs === null
      ? jitteredWaitMs(failures, random)
      : Math.ceil(error.retryAfterMs * (1 + random / 10));
  machinery.options.log.info('virtfusion call will be repeated', {
    route: error.route,
    outcome: error.outcome,
    failures,
    waitMs,
  });
  return waitMs;
}

/** One request, judged, counted and logged. */
async function attempt<T>(machinery: Machinery, call: Call<T>, signal: AbortSignal): Promise<Answer<T>> {
  const route = `${call.method} ${call.template}`;
  const startedAt = performance.now();
  const done = (outcome: Outcome, status: number | null, errors: string[]) => {
    const ms = Math.round(performance.now() - startedAt);
    machinery.options.onCall?.({ route, outcome, ms });
    machinery.options.log.debug('virtfusion call', { route, outcome, status, ms, errors });
  };
  try {
    const reply = await guarded(machinery, call, signal);
    const answer = judgeReply(call, reply, { readAt: reply.readAt, redactor: machinery.redactor });
    done('ok', answer.status, []);
    return answer;
  } catch (error) {
    const failure = asVirtFusionError(error, route);
    if (failure.outcome === 'rateLimited' && failure.retryAfterMs !== null) {
      machinery.pacer.pause(failure.retryAfterMs);
    }
    done(failure.outcome, failure.status, failure.errors);
    throw failure;
  }
}

/** Through the breaker, a slot and the pace, and only then onto the wire. */
function guarded<T>(machinery: Machinery, call: Call<T>, signal: AbortSignal): Promise<ReadReply> {
  const { breakers, slots, pacer } = machinery;
  return breakers[call.live === true ? 'live' : 'panel'].execute(() =>
    slots.execute(async () => {
      if (signal.aborted) throw new HttpFailure('cancelled', { requestSent: false });
      const stillMs = await pacer.turn(signal).catch(() => {
        throw new HttpFailure('cancelled', { requestSent: false });
      });
      if (stillMs !== null) throw new PausedError(stillMs);
      const request = requestFor(machinery, call, signal);
      return sendFresh(machinery.send, request, machinery.options.clock);
    }),
  );
}

/** The panel asked for more patience than a call has. */
class PausedError extends Error {
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super('paused');
    this.retryAfterMs = retryAfterMs;
  }
}

function requestFor<T>(machinery: Machinery, call: Call<T>, signal: AbortSignal) {
  const { options, root } = machinery;
  const url = new URL(root.pathname + call.path, root.origin);
  for (const [name, value] of call.query ?? []) url.searchParams.append(name, value);
  return {
    method: call.method,
    url,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${options.token}`,
      ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: call.body,
    timeoutMs: call.live === true ? options.powerTimeoutMs : options.timeoutMs,
    // Once sent, a mutation is not cut off: its reply is the only news of what it did.
    signal: call.method === 'GET' ? signal : undefined,
  };
}

function asVirtFusionError(error: unknown, route: string): VirtFusionError {
  if (error instanceof VirtFusionError) return error;
  const failure = { route, status: null, date: null, readAt: null, retryAfterMs: null, requestSent: false };
  if (error instanceof HttpFailure) {
    const { requestSent, message, reason, code } = error;
    const isRefused = code === OUT_OF_REACH;
    const errors = [isRefused ? 'its name leads into a private network: PRIVATE_PANEL allows that' : message];
    const transient = reason !== 'cancelled' && !isRefused;
    return new VirtFusionError({ ...failure, outcome: 'unknown', errors, transient, requestSent });
  }
  if (error instanceof PausedError) {
    const { retryAfterMs: waitMs } = error;
    const errors = ['the panel asked for a pause'];
    return new VirtFusionError({
      ...failure,
      outcome: 'rateLimited',
      errors,
      transient: false,
      retryAfterMs: waitMs,
    });
  }
  if (error instanceof OldReplyError) {
    const errors = ['the answer was old when it was read: this process slept, or its clock was set'];
    return new VirtFusionError({
      ...failure,
      outcome: 'unknown',
      errors,
      transient: true,
      requestSent: true,
    });
  }
  const reason = isBrokenCircuitError(error)
    ? 'left alone for a while after many failures'
    : isBulkheadRejectedError(error)
      ? 'too many calls are waiting'
      : 'could not be sent';
  return new VirtFusionError({ ...failure, outcome: 'unknown', errors: [reason], transient: false });
}
