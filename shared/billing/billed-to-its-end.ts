/** Whether no hour before `until` is still to be billed; nothing is billed yet where `billedUntil` is null. */
export function isBilledToItsEnd({ billedUntil, until }: { billedUntil: Date | null; until: Date }): boolean {
  return billedUntil !== null && billedUntil >= until;
}
