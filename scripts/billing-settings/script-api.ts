import { eq } from 'drizzle-orm';
import type { Context } from '#server/context.ts';
import { createToken } from '#server/services/admins/tokens/create-token.ts';
import { type Endpoint, type OutputOf, pathNames, type SentTo } from '#shared/api/endpoint.ts';
import { errorBody } from '#shared/api/errors.ts';
import { api } from '#shared/api/index.ts';
import { apiTokens } from '#shared/schema/index.ts';

/** The API of a running application, called by its table as a browser would. */
export interface ScriptApi {
  url: string;
  call<E extends Endpoint>(row: E, input: SentTo<E>): Promise<OutputOf<E>>;
}

export interface BorrowedApi extends ScriptApi {
  /** Revokes the token this API was called with. */
  giveBack(): Promise<void>;
}

const TIME_LIMIT_MS = 10_000;

/** @throws Error with the server's own words when it refuses, or when nobody answers at `url`. */
export function scriptApi({ url, token }: { url: string; token: string }): ScriptApi {
  return {
    url,
    call: async <E extends Endpoint>(row: E, input: SentTo<E>) => {
      const response = await send(row, input as Record<string, unknown>, { url, token });
      const body: unknown = await response.json();
      if (response.ok) return row.output.parse(body) as OutputOf<E>;
      const refused = errorBody.safeParse(body);
      const reason = refused.success ? refused.data.error.message : `status ${response.status}`;
      throw new Error(`${row.method} ${row.path} at ${url}: ${reason}`);
    },
  };
}

async function send(
  row: Endpoint,
  input: Record<string, unknown>,
  { url, token }: { url: string; token: string },
): Promise<Response> {
  const path = row.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(input[name])));
  const rest = Object.entries(input).filter(([name]) => !pathNames(row.path).includes(name));
  const inBody = row.method === 'POST' || row.method === 'PUT';
  const query = inBody ? '' : new URLSearchParams(rest.map(([name, value]) => [name, String(value)]));
  return fetch(`${url}${path}${query ? `?${query}` : ''}`, {
    method: row.method,
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      ...(inBody ? { 'content-type': 'application/json' } : {}),
    },
    body: inBody ? JSON.stringify(Object.fromEntries(rest)) : null,
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
  });
}

/**
 * The API at `url` if it is one on this very database, with a token made for the moment: an application on another
 * database does not know the token. Else a sentence that says why not.
 */
export async function borrowApi(ctx: Context, { url }: { url: string }): Promise<BorrowedApi | string> {
  const answers = await fetch(`${url}${api.auth.hints.path}`, {
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
  }).then(
    (response) => response.ok,
    () => false,
  );
  if (!answers) return `no application answers at ${url}`;
  const { id, token } = await createToken(ctx, { name: 'test-hourly-billing-save', role: 'owner' });
  const giveBack = async () => {
    await ctx.db.update(apiTokens).set({ revokedAt: ctx.clock.now() }).where(eq(apiTokens.id, id));
  };
  const door = scriptApi({ url, token });
  const known = await door.call(api.auth.me, {}).then(
    () => true,
    () => false,
  );
  if (known) return { ...door, giveBack };
  await giveBack();
  return `the application at ${url} works on another database`;
}
