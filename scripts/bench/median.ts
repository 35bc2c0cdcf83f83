/** The middle of some numbers; of an even count the mean of the two in the middle. @throws Error for none */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  if (upper === undefined || lower === undefined) throw new Error('Nothing has no middle.');
  return (lower + upper) / 2;
}
