import type { Instant } from '#shared/billing/period.ts';
import type { Statement } from '#shared/billing/statement.ts';
import type { BookedHour } from './load-books.ts';

/** Signed differences of one hour; package, rate and terms are those it is priced by from now on. */
export type HourDifference = BookedHour;

/** Why a server cannot be corrected: the hour has no price as changed, or the books do not follow from the evidence. */
export type ReplayProblem = 'no_package' | 'no_rate' | 'no_terms' | 'gap_held' | 'books_differ';

/**
 * What the hours from `from` on cost differently, when the month of them is worked out as corrected. Hours before it
 * must cost what they do: a replay never puts right what it was not asked about.
 */
export function decideDifferences(
  booked: ReadonlyMap<Instant, BookedHour>,
  { charges, setAside }: Statement,
  from: Instant,
): HourDifference[] | ReplayProblem {
  if (setAside) return setAside.reason;
  if (charges.length !== booked.size) return 'books_differ';
  const differences: HourDifference[] = [];
  for (const wanted of charges) {
    const have = booked.get(wanted.hour);
    if (!have) return 'books_differ';
    const difference = differenceOf(wanted, have);
    if (difference === null) continue;
    if (wanted.hour < from) return 'books_differ';
    differences.push(difference);
  }
  return differences;
}

/** The customer is the one who was charged: a correction gives back to whoever paid. */
function differenceOf(wanted: BookedHour, have: BookedHour): HourDifference | null {
  const isSame =
    wanted.amount === have.amount &&
    wanted.weighted === have.weighted &&
    wanted.seconds === have.seconds &&
    wanted.capped === have.capped &&
    wanted.rateId === have.rateId &&
    wanted.packageId === have.packageId &&
    wanted.termsId === have.termsId;
  if (isSame) return null;
  return {
    hour: wanted.hour,
    customerId: have.customerId,
    packageId: wanted.packageId,
    rateId: wanted.rateId,
    termsId: wanted.termsId,
    seconds: wanted.seconds - have.seconds,
    weighted: wanted.weighted - have.weighted,
    capped: wanted.capped - have.capped,
    amount: wanted.amount - have.amount,
  };
}
