import { AppError } from '../../../errors.ts';
import { compareWithPayPal, type PayPalComparison } from '../../top-ups/compare-with-paypal.ts';
import { claimDifferences, movementDifferences, unclearTopUps } from '../../top-ups/top-up-laws.ts';
import { keptOf, type ProofCheck } from '../proof-check.ts';

/**
 * What was paid in: every payment that PayPal captured is in the ledger once, less what refunds and disputes took, and
 * the other way round; and PayPal itself says the same of the payments of the last days.
 */
export const payPalCheck: ProofCheck = {
  name: 'paypal',
  prove: async (ctx, { signal }) => {
    const { differences, checked } = await movementDifferences(ctx);
    const here = [...differences, ...(await claimDifferences(ctx)), ...(await unclearTopUps(ctx))];
    const outside = await compare();
    return { ...keptOf([...here, ...outside.differences]), checked, problem: outside.problem };

    async function compare(): Promise<PayPalComparison> {
      try {
        return await compareWithPayPal(ctx, { signal });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return { asked: 0, differences: [], problem: `PayPal could not be asked: ${error.message}` };
      }
    }
  },
};
