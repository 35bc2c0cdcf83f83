import type { HistoryMonth } from './history-month.ts';

/** What decides whether a month may be packed. */
export interface MonthFacts {
  /** The first month of the `monthsInFull` closed ones that are kept, and of the running one. */
  keptFrom: Date;
  /** The oldest month that is not packed; null when there is no charge at all. */
  oldest: Date | null;
  /** Servers that are billed to an hour of this month or an earlier one, and one of them. */
  behind: { servers: number; example: number | null };
  /** The first hour charged by a run that is still open, or whose charges are not in the roll-ups yet. */
  openRunFrom: Date | null;
}

/**
 * Why a month may not be packed, as a sentence that says what to do; null when it may. Closed means closed: no charge
 * of it can come any more, and no month before it is still to be packed.
 */
export function whyNotPacked(month: HistoryMonth, facts: MonthFacts): string | null {
  const { keptFrom, oldest, behind, openRunFrom } = facts;
  if (month.from >= keptFrom) return 'It is kept in full, by the setting "Months in full".';
  if (!oldest || month.from < oldest) return 'It has no charges that are not packed already.';
  if (month.from > oldest) return 'An earlier month is not packed yet: they are packed in order.';
  if (behind.servers > 0) {
    const who =
      behind.servers === 1
        ? `Server ${behind.example} is`
        : `${behind.servers} servers are, server ${behind.example} among them,`;
    return `${who} not billed to the end of it. Their pages say what they wait for.`;
  }
  if (openRunFrom && openRunFrom < month.until)
    return 'A run that charged hours of it is still open, or not in the roll-ups yet.';
  return null;
}
