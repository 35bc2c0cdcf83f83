import type { ChargeExplanation } from '#shared/api/charges.ts';
import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { formatMoney } from '#shared/billing/money.ts';
import { HOUR } from '#shared/billing/period.ts';
import {
  type HourCharge,
  type ServerFacts,
  type Statement,
  statementFor,
} from '#shared/billing/statement.ts';
import { percentOf } from '#shared/billing/weight.ts';
import type { Context } from '../../context.ts';
import { explainCorrected } from '../replays/explain-corrected.ts';
import { findCorrections } from '../replays/find-corrections.ts';
import { secondsText } from './decimal-text.ts';
import { failedLooks, looksAround, sightingsAround } from './explain-charge-evidence.ts';
import { partsOf } from './explain-charge-parts.ts';
import { capAround, totalsAround } from './explain-charge-price.ts';
import { type ChargeRow, findCharge, type MonthBefore, monthBefore } from './explain-charge-rows.ts';
import { factsFor } from './load-billing-facts.ts';

/**
 * One charge, from what was seen to what it moved. It is worked out anew from the evidence, as a run would, and the
 * explanation says where that differs from what was charged. @throws NotFoundError when that hour has no charge
 */
export async function explainCharge(
  ctx: Context,
  { serverId, hour }: InputOf<typeof api.charges.explain>,
): Promise<ChargeExplanation> {
  const charge = await findCharge(ctx, { serverId, hour });
  const at = hour.getTime() / 1000;
  const before = await monthBefore(ctx, { serverId, hour: at });
  const facts = await factsOf(ctx, { serverId, billedUntil: at, month: before.month });
  const { rate, terms } = pricedBy(facts, charge);
  const looks = await looksAround(ctx, at);
  const corrections = await findCorrections(ctx, { serverId, hour });
  const priced = { month: before.month, weighted: charge.weighted, rate, terms };
  return {
    hour,
    ...charge.told,
    corrections,
    corrected: await explainCorrected(ctx, { serverId, hour, charged: charge.told, corrections }),
    recomputed: compare(charge, statementFor(facts, at + HOUR)),
    parts: partsOf({ hour: at, facts, rate, terms }),
    sightings: sightingsAround(at, { stretches: facts.stretches, looks }),
    failedLooks: failedLooks(looks),
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
    month: { from: before.from, ...totalsAround(priced) },
    cap: capAround(priced),
    run: charge.run,
    transaction: charge.transaction,
  };
}

async function factsOf(
  ctx: Context,
  meter: { serverId: number; billedUntil: number; month: MonthBefore['month'] },
): Promise<ServerFacts> {
  const [facts] = await factsFor(ctx, [meter]);
  if (!facts) throw new Error('The facts of one server were asked for, and none came');
  return facts;
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

function compare(charge: ChargeRow, { charges, setAside }: Statement): ChargeExplanation['recomputed'] {
  const [again] = charges;
  if (!again) {
    const recomputed = setAside ? `no charge: ${setAside.reason}` : 'no charge: nothing was seen to bill';
    const differences = [{ what: 'charge', charged: formatMoney(charge.told.amount), recomputed }];
    return { agrees: false, differences };
  }
  const differences = figuresOf(charge, again)
    .filter(([, charged, recomputed]) => charged !== recomputed)
    .map(([what, charged, recomputed]) => ({ what, charged, recomputed }));
  return { agrees: differences.length === 0, differences };
}

function figuresOf(charge: ChargeRow, again: HourCharge): [what: string, charged: string, again: string][] {
  const { told } = charge;
  return [
    ['customer', String(told.customer.id), String(again.customerId)],
    ['package', String(charge.packageId), String(again.packageId)],
    ['rate', String(charge.rate.id), String(again.rateId)],
    ['terms', String(charge.termsId), String(again.termsId)],
    ['seconds', String(told.seconds), String(again.seconds)],
    ['weighted seconds', told.weightedSeconds, secondsText(again.weighted)],
    ['capped seconds', told.cappedSeconds, secondsText(again.capped)],
    ['amount', formatMoney(told.amount), formatMoney(again.amount)],
    ['in a gap', String(told.inGap), String(again.inGap)],
  ];
}
