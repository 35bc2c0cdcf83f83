import type { PayPal } from '../../context.ts';

/** What one top-up may be until an admin says otherwise: 5.00 to 500.00. */
export const defaultLimits = { smallest: 5_000_000n, largest: 500_000_000n };

/** For a process that takes no payments. */
export async function noPayPal(): Promise<PayPal> {
  return { source: 'none', account: null, ...defaultLimits };
}
