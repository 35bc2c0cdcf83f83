/** How a call ended: a closed list. `gone` is a deleted server, proved; `notFound` is any other 404 and proves nothing. */
export type Outcome =
  | 'ok'
  | 'gone'
  | 'notFound'
  | 'locked'
  | 'maintenance'
  | 'rateLimited'
  | 'invalid'
  | 'conflict'
  | 'unauthorized'
  | 'forbidden'
  | 'unknown';

export type FailedOutcome = Exclude<Outcome, 'ok'>;

export interface VirtFusionFailure {
  outcome: FailedOutcome;
  /** The HTTP status, or null when there was no reply. */
  status: number | null;
  /** Method and path with placeholders, such as `GET /servers/{id}`. */
  route: string;
  /** What the panel said, or what is wrong with what it said. */
  errors: string[];
  /** What the panel asked us to wait, in milliseconds. */
  retryAfterMs: number | null;
  /** False proves that the panel never saw the request; true means that it may have acted on it. */
  requestSent: boolean;
  /** The panel's own clock, from the reply's `Date`. */
  date: Date | null;
  /** When the reply was in, by our clock; null without one. */
  readAt: Date | null;
  /** Whether the same call may end otherwise in a while. */
  transient: boolean;
}

/**
 * A call that did not end in `ok`. `unknown` says nothing about the server or the account: it is never a stop, a
 * deletion or an empty list, and after a mutation the state must be read before anything is repeated.
 */
export class VirtFusionError extends Error implements VirtFusionFailure {
  readonly outcome: FailedOutcome;
  readonly status: number | null;
  readonly route: string;
  readonly errors: string[];
  readonly retryAfterMs: number | null;
  readonly requestSent: boolean;
  readonly date: Date | null;
  readonly readAt: Date | null;
  readonly transient: boolean;

  constructor(failure: VirtFusionFailure) {
    const status = failure.status === null ? '' : ` (${failure.status})`;
    const said = failure.errors.length === 0 ? '' : `: ${failure.errors.join('; ')}`;
    super(`VirtFusion ${failure.route}: ${failure.outcome}${status}${said}`);
    this.name = 'VirtFusionError';
    this.outcome = failure.outcome;
    this.status = failure.status;
    this.route = failure.route;
    this.errors = failure.errors;
    this.retryAfterMs = failure.retryAfterMs;
    this.requestSent = failure.requestSent;
    this.date = failure.date;
    this.readAt = failure.readAt;
    this.transient = failure.transient;
  }
}
