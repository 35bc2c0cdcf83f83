import type { Micros } from './money.ts';
import type { Instant, Period } from './period.ts';

/**
 * What a sighting says. `present`: it exists, its power was not looked at. `native`: VirtFusion bills it itself.
 * `gone`: VirtFusion says it does not exist. Only the first four are ours to bill.
 */
export type ServerState = 'running' | 'stopped' | 'suspended' | 'present' | 'native' | 'gone';

/**
 * A run of equal sightings. `from` is the first of them, `until` the last; a single sighting has both equal.
 * Unlike a Period these are two instants of evidence, both included: at `until` the state was still seen.
 */
export interface Stretch {
  from: Instant;
  until: Instant;
  state: ServerState;
  customerId: number;
}

/** How time is counted, and from which whole hour on. Rows are added, never edited. */
export interface Terms {
  id: number;
  from: Instant;
  hoursPerMonth: number;
  counting: Counting;
  runningPercent: number;
  stoppedPercent: number;
  suspendedPercent: number;
  /** Weighted hours a server pays for in one billing month at most; null is no cap. */
  capHours: number | null;
  gapPolicy: 'bill' | 'hold' | 'free';
  /** Two sightings further apart than this many seconds have a gap between them. */
  maxGapSeconds: number;
}

export type Counting = 'second' | 'minute' | 'hour';

/** A monthly price from a whole hour on, of a package or, when `serverId` is set, of one server. Never edited. */
export interface Rate {
  id: number;
  from: Instant;
  packageId: number | null;
  serverId: number | null;
  monthlyPrice: Micros;
  /** Percentages of the rate; null takes the one of the terms. */
  runningPercent: number | null;
  stoppedPercent: number | null;
  suspendedPercent: number | null;
  /** Of a server's own price: it holds only while the server has this package. */
  whilePackageId?: number | null;
  /** Of a server's own price: from here on it has none, and pays its package's again. */
  ends?: boolean;
}

/** The package a server has from an instant on; null is "none known". It decides the hours that begin at or after it. */
export interface PackageAssignment {
  from: Instant;
  packageId: number | null;
}

/** What an admin decided about a gap that the policy `hold` put before them. */
export interface GapDecision {
  from: Instant;
  until: Instant;
  decision: 'bill' | 'free';
}

/** What a billing month of one server has counted so far. All weights are hundredths of seconds, after the cap. */
export interface MonthSoFar {
  /** The month's first instant. */
  month: Instant;
  /** Counted against the cap: the sum of `weighted` over all counts (and all of the month's charges). */
  cappedWeighted: number;
  counts: readonly RateCount[];
}

/** The count one rate has reached, per divisor: a rate keeps its own count when prices go away and come back. */
export interface RateCount {
  rateId: number;
  hoursPerMonth: number;
  weighted: number;
}

/**
 * All there is to know about one server. Rows are ordered by `from` (of two with the same `from` the later row
 * counts); only `switchedOn` and `gapDecisions` may be in any order. `stretches` begins with the last one that
 * starts at or before `billedUntil` and has all later ones: the one after an hour bounds what is unknown in it.
 */
export interface ServerFacts {
  serverId: number;
  /** A whole hour: all before it is settled. */
  billedUntil: Instant;
  stretches: readonly Stretch[];
  /** When billing was on for this server. Nothing outside counts. */
  switchedOn: readonly Period[];
  packages: readonly PackageAssignment[];
  /** The server's own and those of its packages; rows of others do no harm. */
  rates: readonly Rate[];
  terms: readonly Terms[];
  gapDecisions: readonly GapDecision[];
  /** The billing month of `billedUntil` or an earlier one; null when nothing was ever counted. */
  month: MonthSoFar | null;
}

/** One clock hour of one server, looked at and priced. */
export interface HourCharge {
  hour: Instant;
  customerId: number;
  packageId: number | null;
  rateId: number;
  termsId: number;
  /** Seconds that cost something, 0 to 3600, after the counting rule, before weight and cap. */
  seconds: number;
  /** Hundredths of seconds that were priced: counted seconds × percent, less `capped`. */
  weighted: number;
  /** Hundredths of seconds that the cap let go free. */
  capped: number;
  amount: Micros;
  /** Some of the hour lies between two sightings further apart than `maxGapSeconds`. */
  inGap: boolean;
}

/** Why a server cannot be billed further, and the hour that waits. */
export interface SetAside {
  reason: 'no_package' | 'no_rate' | 'no_terms' | 'gap_held';
  since: Instant;
}

/** What a server owes up to an hour, and where to go on next time. */
export interface Statement {
  charges: HourCharge[];
  billedUntil: Instant;
  month: MonthSoFar | null;
  setAside: SetAside | null;
  /** The last sighting says gone, and everything before it is billed. */
  finished: boolean;
  /** The whole hour up to which the sightings decide; the hour asked for, when the server is gone for good. */
  coveredUntil: Instant;
}
