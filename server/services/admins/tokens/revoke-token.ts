import { eq, sql } from 'drizzle-orm';
import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { apiTokens } from '#shared/schema/index.ts';
import type { Context } from '../../../context.ts';
import { withTransaction } from '../../../db/transaction.ts';
import { NotFoundError } from '../../../errors.ts';
import { recordAudit } from '../../audit/record-audit.ts';
import { type ApiToken, findTokenRows } from './token-rows.ts';

/** Closes a token: the next request with it is refused. A repeat changes nothing. @throws NotFoundError */
export async function revokeToken(
  ctx: Context,
  { id }: InputOf<typeof api.tokens.revoke>,
): Promise<ApiToken> {
  return withTransaction(ctx, async (tx) => {
    const its = eq(apiTokens.id, sql`${id}::bigint`);
    const [row] = await tx.db.select().from(apiTokens).where(its).for('update');
    if (!row) throw new NotFoundError('API token', { id });
    if (!row.revokedAt) {
      const revokedAt = tx.clock.now();
      await tx.db.update(apiTokens).set({ revokedAt }).where(its);
      await recordAudit(tx, {
        action: 'token.revoked',
        subject: `token:${id}`,
        before: { name: row.name, prefix: row.prefix, revokedAt: null },
        after: { name: row.name, prefix: row.prefix, revokedAt: revokedAt.toISOString() },
      });
    }
    const [after] = await findTokenRows(tx, { where: its, order: sql`1`, limit: 1 });
    if (!after) throw new Error('a row that is locked is there to be read');
    return after;
  });
}
