const MINUTE_MS = 60_000;
const LONGEST_MS = 6 * 60 * MINUTE_MS;

/** When PayPal is asked first about an order that was sent: most people have paid or left by then. */
export function firstAskAt(now: Date): Date {
  return new Date(now.getTime() + 2 * MINUTE_MS);
}

/** When next, after so many questions without an end: 2, 4, 8 … minutes, at most six hours. */
export function nextAskAt(now: Date, asks: number): Date {
  return new Date(now.getTime() + Math.min(LONGEST_MS, 2 ** Math.min(asks, 10) * MINUTE_MS));
}

const HEARD_OF_MS = 60 * MINUTE_MS;

/**
 * Whether an order that PayPal does not know was forgotten. Of one that it has just made it may say so, too, while its
 * machines have not all heard of it.
 */
export function isForgotten(lastChangedAt: Date, now: Date): boolean {
  return now.getTime() - lastChangedAt.getTime() >= HEARD_OF_MS;
}
