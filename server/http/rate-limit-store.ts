import { type SQL, sql } from 'drizzle-orm';
import type { ClientRateLimitInfo, Options, Store } from 'express-rate-limit';
import type { Context } from '../context.ts';

const FORGET_AT_ONCE = 100;

/** A window that was used up makes the next one twice as long, four times at most: a quarter of an hour, then up to 4 h. */
const MOST_DOUBLINGS = 4;

/** So long without a single count, and the windows are short again. */
const PEACE = sql`interval '1 day'`;

/**
 * Counts in the table rate_limits, so that all instances count together. Keys begin with `prefix`. With
 * `growsAfter`, a window in which so much was counted is followed by a longer one.
 */
export function rateLimitStore(
  ctx: Pick<Context, 'db' | 'clock'>,
  prefix: string,
  growsAfter: number | null = null,
): Store {
  let windowMs = 0;
  return {
    prefix,
    localKeys: false,
    init: (options: Options) => {
      windowMs = options.windowMs;
    },
    increment: async (key): Promise<ClientRateLimitInfo> => {
      const now = sql`${ctx.clock.now().toISOString()}::timestamptz`;
      const window = sql`${windowMs / 1000} * interval '1 second'`;
      const rounds = sql`case
        when ${growsAfter}::integer is null or kept.reset_at <= ${now} - ${PEACE} then 0
        when kept.hits >= ${growsAfter} then least(kept.rounds + 1, ${MOST_DOUBLINGS})
        else kept.rounds end`;
      await forgetOld(ctx, now);
      const { rows } = await ctx.db.execute<{ hits: number; reset_at: Date }>(sql`
        insert into rate_limits as kept (key, hits, reset_at) values (${prefix + key}, 1, ${now} + ${window})
        on conflict (key) do update set
          hits = case when kept.reset_at <= ${now} then 1 else kept.hits + 1 end,
          rounds = case when kept.reset_at <= ${now} then ${rounds} else kept.rounds end,
          reset_at = case when kept.reset_at <= ${now} then ${now} + ${window} * power(2, ${rounds}) else kept.reset_at end
        returning hits, reset_at`);
      const [row] = rows;
      if (!row) throw new Error('The database counted a request and did not say to what');
      return { totalHits: row.hits, resetTime: row.reset_at };
    },
    decrement: async (key) => {
      await ctx.db.execute(
        sql`update rate_limits set hits = hits - 1 where key = ${prefix + key} and hits > 0`,
      );
    },
    resetKey: async (key) => {
      await ctx.db.execute(sql`delete from rate_limits where key = ${prefix + key}`);
    },
  };
}

/** A few at a time, and never waiting for a row that somebody counts on just now. */
async function forgetOld(ctx: Pick<Context, 'db'>, now: SQL): Promise<void> {
  await ctx.db.execute(sql`
    delete from rate_limits where key in (
      select key from rate_limits where reset_at <= ${now} - ${PEACE} limit ${FORGET_AT_ONCE}
      for update skip locked)`);
}
