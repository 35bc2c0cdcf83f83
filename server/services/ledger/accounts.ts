/** The accounts that are not a customer's; made by the first migration. */
export const REVENUE = 'revenue:hourly';
export const ADJUSTMENTS = 'adjustments';
/** What PayPal holds for us: below nothing by all that was captured and not taken back. */
export const PAYPAL_CLEARING = 'paypal:clearing';
export const VIRTFUSION_CREDIT = 'virtfusion:credit';

/** The name of a customer's wallet: 'wallet:42'. */
export function walletCode(customerId: number): string {
  return `wallet:${customerId}`;
}
