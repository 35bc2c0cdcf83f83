import { type ErrorCode, errorStatus, type FieldProblem } from '#shared/api/errors.ts';

/** An expected refusal: a code of the closed list, a sentence for the admin, and the facts. Anything else is a surprise. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldProblem[];
  readonly facts: Record<string, unknown>;

  constructor(
    code: ErrorCode,
    message: string,
    detail: { fields?: FieldProblem[]; facts?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, { cause: detail.cause });
    this.name = 'AppError';
    this.code = code;
    this.fields = detail.fields ?? [];
    this.facts = detail.facts ?? {};
  }

  get status(): number {
    return errorStatus[this.code];
  }
}

/** No such row: names the noun and what was asked for. */
export class NotFoundError extends AppError {
  constructor(noun: string, facts: Record<string, unknown>) {
    const asked = Object.entries(facts).map(([key, value]) => `${key} ${String(value)}`);
    super('not_found', `There is no ${noun} with ${asked.join(', ')}.`, { facts });
  }
}

/** A value that the schema could not judge: names the field and the remedy. */
export class InvalidInputError extends AppError {
  constructor(path: string, message: string, facts: Record<string, unknown> = {}) {
    super('invalid_input', message, { fields: [{ path, message }], facts });
  }
}

/** The request is well formed but the state of things refuses it. */
export class RefusedError extends AppError {
  constructor(message: string, facts: Record<string, unknown> = {}) {
    super('refused', message, { facts });
  }
}

/** Somebody was first, or the same key came with other content. */
export class ConflictError extends AppError {
  constructor(message: string, facts: Record<string, unknown> = {}) {
    super('conflict', message, { facts });
  }
}
