import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';

/** Writes the totals of a replay from the rows of its servers themselves. */
export async function sumReplay(tx: Context, replayId: number): Promise<void> {
  await tx.db.execute(sql`
    UPDATE replays r SET servers = t.servers, customers = t.customers, hours = t.hours, problems = t.problems,
      up_micros = t.up, down_micros = t.down
    FROM (SELECT count(*) FILTER (WHERE problem IS NULL)::int AS servers,
        count(DISTINCT customer_id) FILTER (WHERE problem IS NULL)::int AS customers,
        coalesce(sum(hours), 0)::int AS hours, count(problem)::int AS problems,
        coalesce(sum(difference_micros) FILTER (WHERE difference_micros > 0), 0)::bigint AS up,
        coalesce(sum(difference_micros) FILTER (WHERE difference_micros < 0), 0)::bigint AS down
      FROM replay_servers WHERE replay_id = ${replayId}) t
    WHERE r.id = ${replayId}`);
}
