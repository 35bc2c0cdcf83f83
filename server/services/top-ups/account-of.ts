import type { PayPalMode } from '#shared/schema/index.ts';
import type { Context, PayPalAccount } from '../../context.ts';
import { RefusedError } from '../../errors.ts';

/** The account a top-up belongs to. @throws RefusedError while none, or another PayPal, is connected */
export async function accountOf(ctx: Context, { mode }: { mode: PayPalMode }): Promise<PayPalAccount> {
  const { account } = await ctx.paypal();
  if (!account) throw new RefusedError('PayPal is not connected. An admin connects it in the settings.');
  if (account.mode !== mode) {
    throw new RefusedError(
      `This payment belongs to PayPal's ${mode} service, and ${account.mode} is connected now. Connect ${mode} again to go on with it.`,
    );
  }
  return account;
}
