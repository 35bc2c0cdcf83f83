import type { ChargeExplanation } from '#shared/api/charges.ts';
import { formatMoney } from '#shared/billing/money.ts';
import type { HourCharge, Statement } from '#shared/billing/statement.ts';
import { secondsText } from './decimal-text.ts';
import type { ChargeRow } from './explain-charge-rows.ts';

/** Whether a charge, worked out anew, is what was charged; if not, each figure that differs. */
export function compareCharge(
  charge: ChargeRow,
  { charges, setAside }: Statement,
): ChargeExplanation['recomputed'] {
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
