/**
 * How a call ended that did not succeed. `unknown` says nothing about the money: after a capture the order must be
 * read before anything is concluded. `refused` is PayPal's no, with its reason in `issue`.
 */
export type PayPalOutcome = 'unauthorized' | 'refused' | 'rateLimited' | 'unknown';

export interface PayPalFailure {
  outcome: PayPalOutcome;
  /** The HTTP status, or null without a reply. */
  status: number | null;
  /** Method and path with placeholders. */
  route: string;
  /** PayPal's own word, such as ORDER_NOT_APPROVED; null where it gave none. */
  issue: string | null;
  /** What PayPal's support asks for. */
  debugId: string | null;
  /** False proves that PayPal never saw the request. */
  requestSent: boolean;
}

/** A call to PayPal that did not succeed. Its message holds no secret and nothing of a body but the issue. */
export class PayPalError extends Error implements PayPalFailure {
  readonly outcome: PayPalOutcome;
  readonly status: number | null;
  readonly route: string;
  readonly issue: string | null;
  readonly debugId: string | null;
  readonly requestSent: boolean;

  constructor(failure: PayPalFailure) {
    const facts = [failure.status, failure.issue, failure.debugId && `debug id ${failure.debugId}`];
    const said = facts.filter((fact) => fact !== null && fact !== '').join(', ');
    super(`PayPal ${failure.route}: ${failure.outcome}${said ? ` (${said})` : ''}`);
    this.name = 'PayPalError';
    this.outcome = failure.outcome;
    this.status = failure.status;
    this.route = failure.route;
    this.issue = failure.issue;
    this.debugId = failure.debugId;
    this.requestSent = failure.requestSent;
  }
}
