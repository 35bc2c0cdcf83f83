/** What is wrong with one item of a list field, by its place. react-hook-form keeps those under numbers. */
export function problemAt(error: unknown, place: number): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  return firstMessage((error as Record<number, unknown>)[place]);
}

/** What is wrong with the list as a whole. */
export function problemOfList(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('message' in error)) return undefined;
  return typeof error.message === 'string' ? error.message : undefined;
}

function firstMessage(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('message' in error && typeof error.message === 'string') return error.message;
  return Object.values(error).map(firstMessage).find(Boolean);
}
