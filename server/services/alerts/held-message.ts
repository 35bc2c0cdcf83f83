/** What an admin is told of a run that waits. */
export function heldMessage(runId: number, reasons: readonly { found: string; limit: string }[]): string {
  const why = reasons.map(({ found, limit }) => `${found} (limit ${limit})`).join('; ');
  return `Run ${runId} waits for you: ${why}.`;
}
