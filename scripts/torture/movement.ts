/** Money that must have moved, once: in or out of a customer's wallet, under the key by which the ledger keeps it. */
export interface Movement {
  transaction: string;
  customerId: number;
  direction: 'credit' | 'debit';
  micros: bigint;
}
