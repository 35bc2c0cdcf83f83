import { parseTenDecimals, type Tokens } from '#shared/billing/tokens.ts';
import type { Context } from '../../context.ts';
import { extRelationId, type VirtFusionClient } from '../../integrations/virtfusion/client.ts';

/** What VirtFusion says of a customer's credit, at one instant. */
export interface CreditReading {
  /** Null where VirtFusion keeps no credit for the user, which is not zero. */
  balance: Tokens | null;
  /** What its own billing took in `month` so far; null where it does not say. */
  native: Tokens | null;
  month: string | null;
  at: Date;
}

/** Asks VirtFusion. @throws VirtFusionError; RangeError for a balance finer than ten decimals */
export async function readCreditOf(
  ctx: Context,
  client: Pick<VirtFusionClient, 'hourlyStats'>,
  externalId: number,
): Promise<CreditReading> {
  const { balanceTokens, monthlyTokens, period } = await client.hourlyStats(extRelationId(externalId));
  return {
    balance: balanceTokens === null ? null : parseTenDecimals(balanceTokens),
    native: monthlyTokens === null ? null : parseTenDecimals(monthlyTokens),
    month: period,
    at: ctx.clock.now(),
  };
}

/** Said wherever a balance is needed and there is none. */
export const NO_CREDIT =
  'VirtFusion keeps no credit for this user: give the user hourly self service with credit in VirtFusion, and it goes on by itself.';
