import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { readPolicy } from './policy-keys.ts';

/** The dunning policy in force, with its version and how many suspensions wait for a person. */
export async function getDunningPolicy(
  ctx: Context,
  _input: InputOf<typeof api.dunning.policy> = {},
): Promise<OutputOf<typeof api.dunning.policy>> {
  const { rows } = await ctx.db.execute<{ waiting: number }>(sql`
    SELECT count(*)::int AS waiting FROM customer_dunning WHERE stage = 'held' AND hold = 'limit'`);
  return { ...(await readPolicy(ctx)), waiting: rows[0]?.waiting ?? 0 };
}
