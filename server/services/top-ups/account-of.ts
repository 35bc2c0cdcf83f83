import type { PayPalMode } from '#shared/schema/index.ts';
import type { Context, PayPalAccount } from '../../context.ts';
import { AppError, RefusedError } from '../../errors.ts';
import { PayPalError } from '../../integrations/paypal/client.ts';

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

/** Waits for PayPal, and says in words for people what went wrong. @throws AppError 'paypal_failed' */
export async function asking<T>(reply: Promise<T>): Promise<T> {
  try {
    return await reply;
  } catch (error) {
    if (!(error instanceof PayPalError)) throw error;
    const message =
      error.outcome === 'unauthorized'
        ? 'PayPal does not accept the credentials in the settings. An admin has to save them again.'
        : error.outcome === 'refused'
          ? `PayPal refused: ${error.issue ?? `status ${error.status}`}.`
          : 'PayPal did not answer. Nothing is lost: what was paid is found and credited once it answers again.';
    const facts = { status: error.status, issue: error.issue, debugId: error.debugId };
    throw new AppError('paypal_failed', message, { facts, cause: error });
  }
}
