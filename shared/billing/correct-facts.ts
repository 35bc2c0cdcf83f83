import type { Micros } from './money.ts';
import type { Instant, Period } from './period.ts';
import type { PackageAssignment, Rate, ServerFacts } from './types.ts';

/**
 * One thing put right for some hours.
 * `price`: what the rates in force cost a month; of one package alone, or of whichever when `packageId` is null.
 * `package`: which package the server had. `gaps`: whether unseen time is billed.
 */
export type Change =
  | { kind: 'price'; packageId: number | null; monthlyPrice: Micros }
  | { kind: 'package'; packageId: number }
  | { kind: 'gaps'; policy: 'bill' | 'free' };

/** A change and the hours of one server it holds for: whole hours, in order, apart from each other. */
export interface Correction {
  periods: readonly Period[];
  change: Change;
}

/**
 * The facts as they read with corrections, the later ones over the earlier. A corrected price is the price of the
 * same rate: the rate's count of the month goes on, so that hours outside the correction cost what they did.
 */
export function correctFacts(facts: ServerFacts, corrections: readonly Correction[]): ServerFacts {
  let corrected = facts;
  for (const { periods, change } of corrections) {
    for (const period of periods) corrected = correctOnce(corrected, period, change);
  }
  return corrected;
}

function correctOnce(facts: ServerFacts, period: Period, change: Change): ServerFacts {
  switch (change.kind) {
    case 'price':
      return { ...facts, rates: repriced(facts.rates, period, change) };
    case 'package':
      return { ...facts, packages: reassigned(facts.packages, period, change.packageId) };
    case 'gaps': {
      const { policy } = change;
      return { ...facts, terms: overlaid(facts.terms, period, (row) => ({ ...row, gapPolicy: policy })) };
    }
    default:
      throw new RangeError(`"${String(change satisfies never)}" is no change.`);
  }
}

/** Each package and the server itself have a line of rates of their own: one must not end another's. */
function repriced(
  rates: readonly Rate[],
  period: Period,
  { packageId, monthlyPrice }: Extract<Change, { kind: 'price' }>,
): Rate[] {
  const lines = new Map<string, Rate[]>();
  for (const rate of rates) {
    const line = `${rate.serverId} ${rate.packageId}`;
    lines.set(line, [...(lines.get(line) ?? []), rate]);
  }
  const isMeant = (rate: Rate | undefined) =>
    packageId === null || (rate?.serverId === null && rate.packageId === packageId);
  return [...lines.values()]
    .flatMap((line) =>
      isMeant(line[0]) ? overlaid(line, period, (rate) => ({ ...rate, monthlyPrice })) : line,
    )
    .sort(byStart);
}

function reassigned(
  packages: readonly PackageAssignment[],
  { from, until }: Period,
  packageId: number,
): PackageAssignment[] {
  const after = inForce(packages, until)?.packageId ?? null;
  return [
    ...packages.filter((row) => row.from < from),
    { from, packageId },
    { from: until, packageId: after },
    ...packages.filter((row) => row.from > until),
  ];
}

/** The rows with those in force inside the period replaced; at its end the one in force then goes on as it was. */
function overlaid<Row extends { from: Instant }>(
  rows: readonly Row[],
  { from, until }: Period,
  replace: (row: Row) => Row,
): Row[] {
  const [first, after] = [inForce(rows, from), inForce(rows, until)];
  return [
    ...rows.filter((row) => row.from < from),
    ...(first ? [{ ...replace(first), from }] : []),
    ...rows.filter((row) => row.from > from && row.from < until).map(replace),
    ...(after ? [{ ...after, from: until }] : []),
    ...rows.filter((row) => row.from > until),
  ];
}

function inForce<Row extends { from: Instant }>(rows: readonly Row[], at: Instant): Row | undefined {
  return rows.findLast((row) => row.from <= at);
}

function byStart(one: Rate, other: Rate): number {
  return one.from - other.from;
}
