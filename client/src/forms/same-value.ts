/** Whether two values of a form are equal. They are what JSON can carry, so their JSON tells. */
export function sameValue(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
