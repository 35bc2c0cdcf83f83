import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { inParallel } from './in-parallel.ts';
import { lookUp } from './read-details.ts';
import { recordWhileAsking } from './record-while-asking.ts';
import type { Sweep } from './sweep.ts';
import type { SweptList } from './sweep-list.ts';

export interface Missing {
  /** Neither seen nor proved gone: nothing is claimed about them for this sweep. */
  lost: number[];
  failure: string | null;
}

const idsAtOnce = 5_000;
/** More missing than this, or than a twentieth of the fleet, is a fault of the list and not a wave of deletions. */
const mostLookedUp = 50;
const largestPart = 1 / 20;

/**
 * Servers we know that a whole list did not name: each is asked for by its id, because pages shift when rows vanish.
 * Only VirtFusion's exact words make one gone.
 */
export async function findMissing(
  ctx: Context,
  sweep: Sweep,
  { list, deadline }: { list: SweptList; deadline: Date },
): Promise<Missing> {
  const fleet = await countFleet(ctx);
  if (fleet === list.listed.size) return { lost: [...list.refused], failure: null };
  const missing = await findUnlisted(ctx, list);
  if (missing.length > Math.max(mostLookedUp, fleet * largestPart)) {
    const failure =
      `The list shrank from ${fleet} servers to ${fleet - missing.length}: none of the missing counts as gone, ` +
      'and none of them was seen this time.';
    return { lost: [...list.refused, ...missing], failure };
  }
  return { lost: [...list.refused, ...(await lookUpAll(ctx, sweep, { missing, deadline }))], failure: null };
}

async function countFleet(ctx: Context): Promise<number> {
  const { rows } = await ctx.db.execute<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM servers WHERE gone_at IS NULL`,
  );
  return rows[0]?.count ?? 0;
}

async function findUnlisted(ctx: Context, { listed }: SweptList): Promise<number[]> {
  const unlisted: number[] = [];
  for (let after = 0; ; ) {
    const { rows } = await ctx.db.execute<{ id: number }>(sql`
      SELECT id FROM servers WHERE gone_at IS NULL AND id > ${after} ORDER BY id LIMIT ${idsAtOnce}`);
    for (const { id } of rows) if (!listed.has(id)) unlisted.push(id);
    if (rows.length < idsAtOnce) return unlisted;
    after = rows.at(-1)?.id ?? after;
  }
}

/** Returns those of which nothing could be learned. */
async function lookUpAll(
  ctx: Context,
  sweep: Sweep,
  { missing, deadline }: { missing: readonly number[]; deadline: Date },
): Promise<number[]> {
  const lost = new Set(missing);
  const mayStart = () => ctx.clock.now() < deadline;
  const answered: number[] = [];
  const { changed, refused } = await recordWhileAsking(ctx, sweep, (keep) =>
    inParallel(missing, { atOnce: sweep.concurrency, mayStart }, async (id) => {
      const answer = await lookUp(ctx, sweep, id);
      if (!answer) return;
      answered.push(id);
      await keep(answer);
    }),
  );
  for (const id of changed) sweep.changed.add(id);
  for (const id of answered) lost.delete(id);
  for (const row of refused) lost.add(row.id);
  return [...lost];
}
