import { assertSound } from './assert-sound.ts';
import { chargeForHour } from './charge.ts';
import { Cursor } from './cursor.ts';
import { countHour } from './hours.ts';
import { HOUR, hourOf, type Instant, merge, type Period } from './period.ts';
import { RateBook } from './rate.ts';
import { isOurState, isOurs, segmentsOf } from './segment.ts';
import type {
  HourCharge,
  MonthSoFar,
  PackageAssignment,
  ServerFacts,
  SetAside,
  Statement,
  Stretch,
  Terms,
} from './types.ts';
import { weighHour } from './weight.ts';

export type * from './types.ts';

/**
 * Facts of one server → its charges, hour by hour, from `billedUntil` to `until` (a whole hour) or as far as the
 * sightings reach. It stops at the first hour that cannot be billed, and never bills one behind it. Feeding
 * `billedUntil` and `month` back gives the same rows whatever the split.
 * @throws RangeError when the facts are out of order, an instant is no whole hour, or the month lies ahead.
 */
export function statementFor(facts: ServerFacts, until: Instant): Statement {
  assertSound(facts, until);
  const coveredUntil = coveredUntilBy(facts, until);
  const end = Math.max(facts.billedUntil, Math.min(until, coveredUntil));
  const statement: Statement = {
    charges: [],
    billedUntil: end,
    month: facts.month,
    setAside: null,
    finished: false,
    coveredUntil,
  };
  chargeHours(facts, { from: facts.billedUntil, until: end }, statement);
  const goneForGood = facts.stretches[facts.stretches.findLastIndex(({ state }) => state !== 'gone') + 1];
  statement.finished = goneForGood !== undefined && statement.billedUntil >= goneForGood.from;
  return statement;
}

/** A last sighting covers the hours that had ended by then; `gone` covers all that follows. */
function coveredUntilBy({ stretches, billedUntil }: ServerFacts, until: Instant): Instant {
  const last = stretches.at(-1);
  if (!last) return billedUntil;
  const covered = hourOf(last.until);
  return last.state === 'gone' ? Math.max(until, covered) : covered;
}

function chargeHours(facts: ServerFacts, period: Period, statement: Statement): void {
  const timeline = timelineOf(facts);
  // Before the first sighting nothing is known, so there is nothing to look at hour by hour.
  const first = facts.stretches[0];
  const from = first ? Math.max(period.from, hourOf(first.from)) : period.until;
  for (let hour = from; hour < period.until; hour += HOUR) {
    const outcome = judgeHour(hour, timeline, statement.month);
    if (outcome === null) continue;
    if ('reason' in outcome) {
      statement.setAside = outcome;
      statement.billedUntil = hour;
      return;
    }
    statement.charges.push(outcome.charge);
    statement.month = outcome.month;
  }
}

/** The rows of one server, each read once from front to back. */
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
    switchedOn: new Cursor(facts.switchedOn.length > 1 ? merge(facts.switchedOn) : facts.switchedOn),
    packages: new Cursor(facts.packages),
    terms: new Cursor(facts.terms),
    rates: new RateBook(facts.serverId, facts.rates),
  };
}

type Outcome = { charge: HourCharge; month: MonthSoFar } | SetAside | null;

/** The charge of one hour, the reason why there can be none yet, or null when nothing in it is ours to bill. */
function judgeHour(hour: Instant, timeline: Timeline, soFar: MonthSoFar | null): Outcome {
  const { facts, stretches, switchedOn } = timeline;
  const stretchAtStart = stretches.at(hour);
  switchedOn.at(hour);
  const segments = segmentsOf(hour, stretches, switchedOn);
  if (!segments.some(isOurs)) return null;

  const terms = timeline.terms.at(hour);
  if (!terms) return { reason: 'no_terms', since: hour };
  const packageId = timeline.packages.at(hour)?.packageId ?? null;
  const rate = timeline.rates.at(hour, packageId);
  if (!rate) return { reason: packageId === null ? 'no_package' : 'no_rate', since: hour };
  const { parts, inGap, held } = weighHour(segments, { terms, rate, gapDecisions: facts.gapDecisions });
  if (held) return { reason: 'gap_held', since: hour };

  const { seconds, weighted: counted } = countHour(hour, parts, terms.counting);
  const priced = chargeForHour(soFar, { hour, weighted: counted, terms, rate });
  return {
    month: priced.month,
    // Spelled out: spreading objects here took two thirds of a run's time.
    charge: {
      hour,
      customerId: ownerOf(stretchAtStart, stretches),
      packageId,
      rateId: rate.id,
      termsId: terms.id,
      seconds,
      weighted: priced.weighted,
      capped: priced.capped,
      amount: priced.amount,
      inGap,
    },
  };
}

/** Who had the server when the hour began; else, when it was not ours yet, who was first seen with it. */
function ownerOf(atStart: Stretch | undefined, stretches: Cursor<Stretch>): number {
  if (atStart && isOurState(atStart.state)) return atStart.customerId;
  for (let index = stretches.index + 1; index < stretches.rows.length; index += 1) {
    const stretch = stretches.rows[index];
    if (stretch && isOurState(stretch.state)) return stretch.customerId;
  }
  throw new RangeError('An hour with time of ours has a stretch of ours at its start or inside it.');
}
