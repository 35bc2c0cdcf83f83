import { monthOf } from './billing-month.ts';
import { chargeForHour } from './charge.ts';
import { Cursor } from './cursor.ts';
import type { Micros } from './money.ts';
import { HOUR, hourOf, type Instant, merge, type Period } from './period.ts';
import { RateBook } from './rate.ts';
import { isOurState } from './segment.ts';
import { statementFor } from './statement.ts';
import type { HourCharge, MonthSoFar, PackageAssignment, ServerFacts, Stretch, Terms } from './types.ts';
import { percentOf } from './weight.ts';

/** What the hours of one server come to, for one customer and package. */
export interface SumPart {
  customerId: number;
  packageId: number | null;
  hours: number;
  amount: Micros;
}

/** The sum of `statementFor`'s charges, without their rows. */
export interface StatementSum {
  parts: SumPart[];
  /** Why it stops before `until`, where something holds it: as in a statement. */
  setAside: { reason: string; since: Instant } | null;
}

/**
 * What `statementFor` would charge from `billedUntil` to `until`, summed, to the micro. Hours in which nothing happens
 * are taken at once: a month costs as many steps as there are changes in it, not 720.
 * @throws RangeError as `statementFor`
 */
export function statementSum(facts: ServerFacts, until: Instant): StatementSum {
  const sum: StatementSum = { parts: [], setAside: null };
  const timeline = timelineOf(facts);
  let month = facts.month;
  let at = facts.billedUntil;
  while (at < until) {
    const quiet = quietHours(at, until, timeline);
    if (quiet) {
      month = addQuiet(sum, quiet, month);
      at = quiet.until;
      continue;
    }
    const next = nextStart(at, until, timeline.stretches);
    const statement = statementFor({ ...facts, billedUntil: at, month }, next);
    for (const charge of statement.charges) add(sum, { ...charge, hours: 1 });
    month = statement.month;
    sum.setAside = statement.setAside;
    if (statement.billedUntil < next) break;
    at = next;
  }
  return sum;
}

interface Timeline {
  facts: ServerFacts;
  stretches: Cursor<Stretch>;
  switchedOn: Cursor<Period>;
  packages: Cursor<PackageAssignment>;
  terms: Cursor<Terms>;
  rates: RateBook;
}

function timelineOf(facts: ServerFacts): Timeline {
  return {
    facts,
    stretches: new Cursor(facts.stretches),
    switchedOn: new Cursor(merge(facts.switchedOn)),
    packages: new Cursor(facts.packages),
    terms: new Cursor(facts.terms),
    rates: new RateBook(facts.serverId, facts.rates),
  };
}

/** Whole hours of one month inside one stretch, with one of everything that decides their price. */
interface QuietHours extends Period {
  stretch: Stretch;
  packageId: number | null;
  priced: { terms: Terms; rate: NonNullable<ReturnType<RateBook['at']>> } | null;
}

function quietHours(at: Instant, until: Instant, timeline: Timeline): QuietHours | null {
  const stretch = timeline.stretches.at(at);
  const on = timeline.switchedOn.at(at);
  if (!stretch || !on) return null;
  const ends = [until, monthOf(at).until, hourOf(stretch.until), hourOf(on.until)];
  const packageId = timeline.packages.at(at)?.packageId ?? null;
  const terms = timeline.terms.at(at);
  const rate = timeline.rates.at(at, packageId);
  for (const cursor of [timeline.packages, timeline.terms]) {
    const next = cursor.rows[cursor.index + 1];
    if (next) ends.push(wholeHourFrom(next.from));
  }
  const nextRate = timeline.facts.rates.find(({ from }) => from > at);
  if (nextRate) ends.push(wholeHourFrom(nextRate.from));
  const end = Math.min(...ends);
  if (end <= at) return null;
  if (!isOurState(stretch.state)) return { from: at, until: end, stretch, packageId, priced: null };
  // Without them the server is set aside, which is the statement's to say.
  return terms && rate ? { from: at, until: end, stretch, packageId, priced: { terms, rate } } : null;
}

function addQuiet(sum: StatementSum, quiet: QuietHours, month: MonthSoFar | null): MonthSoFar | null {
  const { priced, stretch, packageId, from, until } = quiet;
  if (!priced) return month;
  const weighted = (until - from) * percentOf(stretch.state, priced.terms, priced.rate);
  const hour = chargeForHour(month, { hour: from, weighted, ...priced });
  const { customerId } = stretch;
  add(sum, { customerId, packageId, hours: (until - from) / HOUR, amount: hour.amount });
  return hour.month;
}

/** The next whole hour from which something may be quiet again; `until` when nothing will be. */
function nextStart(at: Instant, until: Instant, { rows, index }: Cursor<Stretch>): Instant {
  for (let n = Math.max(0, index); n < rows.length; n += 1) {
    const stretch = rows[n] as Stretch;
    const start = wholeHourFrom(stretch.from);
    if (start > at && hourOf(stretch.until) > start) return Math.min(start, until);
  }
  return until;
}

function wholeHourFrom(instant: Instant): Instant {
  return Math.ceil(instant / HOUR) * HOUR;
}

function add(
  { parts }: StatementSum,
  part: Pick<HourCharge, 'customerId' | 'packageId' | 'amount'> & { hours: number },
): void {
  const { customerId, packageId, hours, amount } = part;
  const known = parts.find((one) => one.customerId === customerId && one.packageId === packageId);
  if (!known) parts.push({ customerId, packageId, hours, amount });
  else {
    known.hours += hours;
    known.amount += amount;
  }
}
