import { sql } from 'drizzle-orm';
import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Replay } from '#shared/api/replays.ts';
import type { Context } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';
import { findReplays } from './replay-rows.ts';

/** One replay with its totals; while it is worked out or posted, as far as it has come. @throws NotFoundError */
export async function getReplay(ctx: Context, { id }: InputOf<typeof api.replays.get>): Promise<Replay> {
  const [found] = await findReplays(ctx, { where: sql`r.id = ${id}::bigint`, limit: 1 });
  if (!found) throw new NotFoundError('replay', { id });
  return found;
}
