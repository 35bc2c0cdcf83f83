/** One answer, before a fault touches it. */
export interface Reply {
  status: number;
  body: unknown;
}

/** PayPal's error body: a name, a message, the issues in `details`, and a `debug_id` for its support. */
export function refusal(status: number, name: string, issue?: string): Reply {
  const details = issue === undefined ? [] : [{ issue, description: `${issue} (emulated)` }];
  return { status, body: { name, message: `${name} (emulated)`, debug_id: 'emulated', details, links: [] } };
}

export const unprocessable = (issue: string): Reply => refusal(422, 'UNPROCESSABLE_ENTITY', issue);
export const notFound = (): Reply => refusal(404, 'RESOURCE_NOT_FOUND', 'INVALID_RESOURCE_ID');
/** RFC 6749 words, as the token endpoint and every call with a token that is none answer. */
export const unauthorized = (error: 'invalid_client' | 'invalid_token'): Reply => ({
  status: 401,
  body: { error, error_description: `${error} (emulated)` },
});
