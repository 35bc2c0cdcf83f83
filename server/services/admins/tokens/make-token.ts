import { eq, sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { apiTokens } from '#shared/schema/index.ts';
import type { Context } from '../../../context.ts';
import { createTokenOnce } from './create-token.ts';
import { findTokenRows } from './token-rows.ts';

const DAY_MS = 86_400_000;

/** Makes an API token from the page. A repeat tells the token it made, without its text. */
export async function makeToken(
  ctx: Context,
  { days, ...wanted }: InputOf<typeof api.tokens.make>,
): Promise<OutputOf<typeof api.tokens.make>> {
  const expiresAt = days === null ? undefined : new Date(ctx.clock.now().getTime() + days * DAY_MS);
  const { id, token: text } = await createTokenOnce(ctx, { ...wanted, expiresAt });
  const [token] = await findTokenRows(ctx, { where: eq(apiTokens.id, id), order: sql`1`, limit: 1 });
  if (!token) throw new Error('a token that was just made is there to be read');
  return { token, text };
}
