/** What a customer is called: by name, else by number. */
export function customerName(row: { customerId: number; customerName: string | null }): string {
  return row.customerName ?? `Customer ${row.customerId}`;
}
