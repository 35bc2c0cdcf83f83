import { sql } from 'drizzle-orm';
import type { ClientRateLimitInfo, Options, Store } from 'express-rate-limit';
import type { Context } from '../context.ts';

const FORGET_AT_ONCE = 100;

/** Counts in the table rate_limits, so that all instances count together. Keys begin with `prefix`. */
export function rateLimitStore(ctx: Pick<Context, 'db' | 'clock'>, prefix: string): Store {
  let windowMs = 0;
  return {
    prefix,
    localKeys: false,
    init: (options: Options) => {
      windowMs = options.windowMs;
    },
    increment: async (key): Promise<ClientRateLimitInfo> => {
      const now = ctx.clock.now().toISOString();
      const resetAt = new Date(ctx.clock.now().getTime() + windowMs).toISOString();
      await forgetOld(ctx, now);
      const { rows } = await ctx.db.execute<{ hits: number; reset_at: Date }>(sql`
        insert into rate_limits as kept (key, hits, reset_at) values (${prefix + key}, 1, ${resetAt})
        on conflict (key) do update set
          hits = case when kept.reset_at <= ${now} then 1 else kept.hits + 1 end,
          reset_at = case when kept.reset_at <= ${now} then excluded.reset_at else kept.reset_at end
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
async function forgetOld(ctx: Pick<Context, 'db'>, now: string): Promise<void> {
  await ctx.db.execute(sql`
    delete from rate_limits where key in (
      select key from rate_limits where reset_at <= ${now} limit ${FORGET_AT_ONCE} for update skip locked)`);
}
