import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { findMonthFacts } from './find-month-facts.ts';
import { historyMonth } from './history-month.ts';
import { whyNotPacked } from './why-not-packed.ts';

export interface MonthState {
  name: string;
  state: 'full' | 'packing' | 'packed' | 'exported' | 'emptied';
  /** Bytes of its rows in full, indexes included; of packed ones the rest is little. */
  bytesInFull: number;
  /** Known once it is packed. */
  charges: number | null;
  file: string | null;
  sha256: string | null;
  /** Why it cannot be packed now; null where it can, or is. */
  reason: string | null;
}

interface Row extends Record<string, unknown> {
  month: Date;
  bytes: string | null;
  closed: boolean;
  packed: boolean;
  exported: boolean;
  emptied: boolean;
  charges: bigint | null;
  file: string | null;
  sha256: string | null;
}

/** Every month up to the running one that has a partition of charges, oldest first: twelve a year. */
export async function listMonths(ctx: Context): Promise<MonthState[]> {
  const { rows } = await ctx.db.execute<Row>(sql`
    WITH partitions AS (
      SELECT (to_date(right(c.relname, 7), 'YYYY_MM')::timestamp AT TIME ZONE 'UTC') AS month, pg_total_relation_size(c.oid) AS bytes
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'hourly_charges'::regclass
    )
    SELECT p.month, p.bytes::text, m.month IS NOT NULL AS closed, m.packed_at IS NOT NULL AS packed,
      m.exported_at IS NOT NULL AS exported, m.emptied_at IS NOT NULL AS emptied, m.charges, m.file, m.file_sha256 AS sha256
    FROM partitions p LEFT JOIN packed_months m ON m.month = p.month
    WHERE p.month <= ${ctx.clock.now().toISOString()}::timestamptz ORDER BY p.month`);
  const states: MonthState[] = [];
  for (const row of rows) {
    const month = historyMonth(row.month);
    const reason = row.packed ? null : whyNotPacked(month, await findMonthFacts(ctx, month));
    states.push({
      name: month.name,
      state: stateOf(row),
      bytesInFull: Number(row.bytes),
      charges: row.packed && row.charges !== null ? Number(row.charges) : null,
      file: row.file,
      sha256: row.sha256,
      reason: row.closed ? null : reason,
    });
  }
  return states;
}

function stateOf({ closed, packed, exported, emptied }: Row): MonthState['state'] {
  if (emptied) return 'emptied';
  if (exported) return 'exported';
  if (packed) return 'packed';
  return closed ? 'packing' : 'full';
}
