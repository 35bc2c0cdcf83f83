/** The accounts that are not a customer's; made by the first migration. */
export const REVENUE = 'revenue:hourly';
export const ADJUSTMENTS = 'adjustments';
export const VIRTFUSION_CREDIT = 'virtfusion:credit';

/** The name of a customer's wallet: 'wallet:42'. */
export function walletCode(customerId: number): string {
  return `wallet:${customerId}`;
}
