import type { ChargeExplanation } from '#shared/api/charges.ts';
import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { monthOf } from '#shared/billing/billing-month.ts';
import { HOUR, type Instant } from '#shared/billing/period.ts';
import { type ServerFacts, statementFor } from '#shared/billing/statement.ts';
import { percentOf } from '#shared/billing/weight.ts';
import type { Context } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';
import { explainCorrected } from '../replays/explain-corrected.ts';
import { findCorrections } from '../replays/find-corrections.ts';
import { compareCharge } from './compare-charge.ts';
import {
  failedLooks,
  type Look,
  looksAround,
  looksOfHour,
  sightingsAround,
} from './explain-charge-evidence.ts';
import { type CountedMonth, loadCountedMonth, monthBefore } from './explain-charge-month.ts';
import { partsOf } from './explain-charge-parts.ts';
import { capAround, totalsAround } from './explain-charge-price.ts';
import { type ChargeRow, findCharges } from './explain-charge-rows.ts';
import { factsFor, type MeterState, stretchesFrom } from './load-billing-facts.ts';

/**
 * One charge, from what was seen to what it moved. It is worked out anew from the evidence, as a run would, and the
 * explanation says where that differs from what was charged. @throws NotFoundError when that hour has no charge
 */
export async function explainCharge(
  ctx: Context,
  { serverId, hour }: InputOf<typeof api.charges.explain>,
): Promise<ChargeExplanation> {
  const [told] = await explainHours(ctx, { serverId, hours: [hour] });
  if (!told) throw new NotFoundError('charge', { server: serverId, hour: hour.toISOString() });
  return told;
}

/**
 * The charges of a server among hours of one UTC month, each explained, oldest first: the same number of statements
 * however many there are.
 */
export async function explainHours(
  ctx: Context,
  { serverId, hours }: { serverId: number; hours: readonly Date[] },
): Promise<ChargeExplanation[]> {
  const charges = await findCharges(ctx, { serverId, hours });
  const [first, last] = [charges[0], charges.at(-1)];
  if (!first || !last) return [];
  const [from, until] = [secondsOf(first.hour), secondsOf(last.hour) + HOUR];
  const counted = await loadCountedMonth(ctx, { serverId, before: until - HOUR });
  const facts = await factsOf(ctx, { serverId, billedUntil: from, month: null });
  const looks = await looksAround(ctx, { from, until });
  const corrections = await findCorrections(ctx, { serverId, hours: charges.map(({ hour }) => hour) });
  const correctionsOf = ({ hour }: ChargeRow) => corrections.get(hour.getTime()) ?? [];
  const corrected = await explainCorrected(ctx, {
    serverId,
    hours: charges.map((charge) => ({
      hour: charge.hour,
      charged: charge.told,
      corrections: correctionsOf(charge),
    })),
  });
  return charges.map((charge) => ({
    ...explain(charge, { facts: factsAt(facts, secondsOf(charge.hour), counted), looks }),
    corrections: correctionsOf(charge),
    corrected: corrected.get(charge.hour.getTime()) ?? null,
  }));
}

/** What explains a charge but for what was put right since; `facts` are those of its own hour. */
function explain(
  charge: ChargeRow,
  { facts, looks }: { facts: ServerFacts; looks: readonly Look[] },
): Omit<ChargeExplanation, 'corrections' | 'corrected'> {
  const at = facts.billedUntil;
  const { rate, terms } = pricedBy(facts, charge);
  const priced = { month: facts.month, weighted: charge.weighted, rate, terms };
  const around = looksOfHour(at, looks);
  return {
    hour: charge.hour,
    ...charge.told,
    recomputed: compareCharge(charge, statementFor(facts, at + HOUR)),
    parts: partsOf({ hour: at, facts, rate, terms }),
    sightings: sightingsAround(at, { stretches: facts.stretches, looks: around }),
    failedLooks: failedLooks(around),
    rate: {
      ...charge.rate,
      monthlyPrice: rate.monthlyPrice,
      runningPercent: percentOf('running', terms, rate),
      stoppedPercent: percentOf('stopped', terms, rate),
      suspendedPercent: percentOf('suspended', terms, rate),
    },
    terms: {
      id: terms.id,
      from: new Date(terms.from * 1000),
      hoursPerMonth: terms.hoursPerMonth,
      counting: terms.counting,
      gapPolicy: terms.gapPolicy,
      maxGapSeconds: terms.maxGapSeconds,
    },
    month: { from: new Date(monthOf(at).from * 1000), ...totalsAround(priced) },
    cap: capAround(priced),
    run: charge.run,
    transaction: charge.transaction,
  };
}

function secondsOf(at: Date): Instant {
  return at.getTime() / 1000;
}

async function factsOf(ctx: Context, meter: MeterState): Promise<ServerFacts> {
  const [facts] = await factsFor(ctx, [meter]);
  if (!facts) throw new Error('The facts of one server were asked for, and none came');
  return facts;
}

/** The facts of an earlier hour as a run found them when it came to this one. */
function factsAt(facts: ServerFacts, hour: Instant, counted: CountedMonth): ServerFacts {
  const month = monthBefore(hour, counted);
  return { ...facts, billedUntil: hour, month, stretches: stretchesFrom(hour, facts.stretches) };
}

/** The rows the charge names: neither is ever edited or removed. */
function pricedBy(facts: ServerFacts, charge: ChargeRow) {
  const rate = facts.rates.find((row) => row.id === charge.rate.id);
  const terms = facts.terms.find((row) => row.id === charge.termsId);
  if (!rate || !terms) {
    throw new Error(
      `Rate ${charge.rate.id} or terms ${charge.termsId} of a charge of server ${facts.serverId} is gone; both are kept for ever`,
    );
  }
  return { rate, terms };
}
