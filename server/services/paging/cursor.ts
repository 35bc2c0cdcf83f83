import { z } from 'zod';
import { InvalidInputError } from '../../errors.ts';

/** The sort key of a row: what tells which rows come after it. Text and safe integers only. */
export type SortKey = readonly (string | number)[];

/** Ids and instants (epoch milliseconds) inside a cursor. */
export const whole = z.number().int();

/** A sort key as opaque text, for the next page to begin after. */
export function encodeCursor(key: SortKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** Null without a cursor: the first page. Throws 'invalid_input' for one that is not of this list and this order. */
export function decodeCursor<Key>(cursor: string | undefined, key: z.ZodType<Key>): Key | null {
  if (cursor === undefined) return null;
  const parsed = key.safeParse(jsonOf(cursor));
  if (!parsed.success) throw new InvalidInputError('cursor', 'Use the nextCursor of the page before');
  return parsed.data;
}

function jsonOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    // No sort key is undefined, so the caller refuses it.
    return undefined;
  }
}

/** The first `limit` of rows that were asked for with one more; that one tells whether there is a next page. */
export function cutPage<Row>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => SortKey,
): { rows: Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > limit && last ? encodeCursor(keyOf(last)) : null };
}
