import { and, eq, gt, isNull, lt, or } from 'drizzle-orm';
import type { Permission, Role } from '#shared/auth/roles.ts';
import { apiTokens } from '#shared/schema/index.ts';
import type { Context } from '../../../context.ts';
import { tokenHash } from '../../../secrets/seeded-token.ts';
import { looksLikeToken } from './token-text.ts';

const NOTE_USE_EVERY_MS = 60_000;

/** Whom a token speaks for: a role, or some of what it may. */
export interface FoundToken {
  id: number;
  name: string;
  role: Role;
  permissions: Permission[] | null;
  sensitive: boolean;
}

/** The token behind a text, unless it is unknown, revoked or expired. Notes its use, once a minute at most. */
export async function findToken(ctx: Context, text: string): Promise<FoundToken | null> {
  if (!looksLikeToken(text)) return null;
  const now = ctx.clock.now();
  const [token] = await ctx.db
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      role: apiTokens.role,
      permissions: apiTokens.permissions,
      sensitive: apiTokens.sensitive,
    })
    .from(apiTokens)
    .where(
      and(
        eq(apiTokens.tokenHash, tokenHash(text)),
        isNull(apiTokens.revokedAt),
        or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, now)),
      ),
    );
  if (!token) return null;
  await noteUse(ctx, token.id, now);
  return token;
}

async function noteUse(ctx: Context, id: number, now: Date): Promise<void> {
  const stale = new Date(now.getTime() - NOTE_USE_EVERY_MS);
  await ctx.db
    .update(apiTokens)
    .set({ lastUsedAt: now })
    .where(and(eq(apiTokens.id, id), or(isNull(apiTokens.lastUsedAt), lt(apiTokens.lastUsedAt, stale))));
}
