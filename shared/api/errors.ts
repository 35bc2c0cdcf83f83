import { z } from 'zod';

/** The closed list of error codes, each with its HTTP status. A client may switch on the code; texts may change. */
export const errorStatus = {
  invalid_input: 400,
  malformed_body: 400,
  unauthenticated: 401,
  forbidden: 403,
  step_up_wanted: 403,
  second_factor_missing: 403,
  not_found: 404,
  conflict: 409,
  body_too_large: 413,
  unsupported_media_type: 415,
  refused: 422,
  second_factor_wanted: 428,
  too_many_requests: 429,
  internal: 500,
  virtfusion_failed: 502,
  paypal_failed: 502,
  unavailable: 503,
} as const;
export type ErrorCode = keyof typeof errorStatus;
export const errorCodes = Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]];

/** One field's problem: `path` names it as the request spelled it ('monthlyPrice'), `message` says the remedy. */
export const fieldProblem = z.object({ path: z.string(), message: z.string() }).meta({ id: 'FieldProblem' });
export type FieldProblem = z.infer<typeof fieldProblem>;

/** The one body every refused request gets. */
export const errorBody = z
  .object({
    success: z.literal(false),
    error: z.object({
      code: z.enum(errorCodes),
      message: z.string().meta({ description: 'A sentence for a person: what happened and what to do' }),
      fields: z.array(fieldProblem),
      facts: z.record(z.string(), z.unknown()).meta({ description: 'What the client may need to go on' }),
      requestId: z.string(),
    }),
  })
  .meta({ id: 'ErrorBody' });
export type ErrorBody = z.infer<typeof errorBody>;
