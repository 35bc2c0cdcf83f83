import { AppError } from '../../errors.ts';
import { PayPalError } from '../../integrations/paypal/client.ts';

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
