import { sql } from 'drizzle-orm';

/**
 * Joins, as `k`, what was put right since about each row of `h`, which are charges; nulls where nothing was. One look-up
 * in an index a row: for pages and for the hours of one server.
 */
export const joinCorrections = sql`LEFT JOIN LATERAL (
  SELECT sum(c.amount_micros)::bigint AS amount, sum(c.seconds)::int AS seconds FROM charge_corrections c
  WHERE c.server_id = h.server_id AND c.hour = h.hour) k ON true`;

/** What the hour of `h` costs today, in micros; null while nothing was put right about it. */
export const correctedAmount = sql`h.amount_micros + k.amount`;
