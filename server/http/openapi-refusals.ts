import type { createSchema, ZodOpenApiOperationObject } from 'zod-openapi';
import { type Endpoint, pathNames } from '#shared/api/endpoint.ts';
import { type ErrorCode, errorStatus } from '#shared/api/errors.ts';
import { hasBody } from './read-input.ts';

const sentences: Record<ErrorCode, string> = {
  invalid_input: 'A value cannot be used: `fields` says which, and why',
  malformed_body: 'The body is not a JSON object',
  unauthenticated: 'Nobody is signed in, or the token is not known',
  second_factor_wanted: 'The password is right, and a code of the authenticator app is wanted besides',
  forbidden: 'The role lacks the permission that `facts` names',
  step_up_wanted: 'It asks for your password or a code once more: `/api/auth/confirm`, then repeat it',
  second_factor_missing: 'A second factor must be set up first',
  not_found: 'There is no such row',
  conflict: 'Somebody was first: `facts` says what changed meanwhile',
  body_too_large: 'The body is larger than 100 kB',
  unsupported_media_type: 'The body is not application/json',
  refused: 'The state of things refuses it: the message says why',
  too_many_requests: 'Too many requests: `Retry-After` says how long to wait',
  internal: 'A fault of ours; the request id finds it in the log',
  virtfusion_failed: 'VirtFusion did not answer as it should',
  paypal_failed: 'PayPal did not answer as it should: nothing is known of the payment yet',
  unavailable: 'The database cannot be reached just now',
};

/** The refusals an endpoint may give, by status, with what each code means. */
export function refusalsOf(
  row: Endpoint,
  schema: ReturnType<typeof createSchema>['schema'],
): ZodOpenApiOperationObject['responses'] {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set(codesOf(row))) {
    byStatus.set(errorStatus[code], [...(byStatus.get(errorStatus[code]) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => `\`${code}\`: ${sentences[code]}.`).join(' '),
        content: { 'application/json': { schema } },
      },
    ]),
  );
}

function codesOf(row: Endpoint): ErrorCode[] {
  const guarded: ErrorCode[] = row.access === 'public' ? [] : ['unauthenticated', 'forbidden'];
  const factor: ErrorCode[] = guarded.length > 0 && row.access.includes('.') ? ['second_factor_missing'] : [];
  const stepUp: ErrorCode[] = row.stepUp === undefined ? [] : ['step_up_wanted'];
  const found: ErrorCode[] = namesSomething(row) ? ['not_found'] : [];
  const written: ErrorCode[] = hasBody(row)
    ? ['malformed_body', 'forbidden', 'conflict', 'body_too_large', 'unsupported_media_type', 'refused']
    : [];
  // A token of the API has no password, no session and no second factor to tell of.
  const ofAPerson: ErrorCode[] = row.path.startsWith('/api/auth/self') && !hasBody(row) ? ['refused'] : [];
  const signIn: ErrorCode[] =
    row.access === 'public' && hasBody(row) ? ['unauthenticated', 'second_factor_wanted'] : [];
  const panel: ErrorCode[] = row.path.includes('/virtfusion') ? ['virtfusion_failed'] : [];
  const asksPayPal = /\/(paypal|payments|top-ups)\b/.test(row.path) && row.method !== 'GET';
  const paypal: ErrorCode[] = asksPayPal ? ['paypal_failed'] : [];
  const always: ErrorCode[] = ['too_many_requests', 'internal', 'unavailable'];
  return [
    'invalid_input',
    ...guarded,
    ...factor,
    ...stepUp,
    ...signIn,
    ...found,
    ...ofAPerson,
    ...written,
    ...panel,
    ...paypal,
    ...always,
  ];
}

/** By an id in its path, its query or its body, which nothing may have. */
function namesSomething(row: Endpoint): boolean {
  const inQuery = Object.keys(row.input.shape).some((name) => /(^id|Id)s?$/.test(name));
  return pathNames(row.path).length > 0 || inQuery || hasBody(row);
}
