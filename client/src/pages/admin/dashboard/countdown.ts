const MINUTE_MS = 60_000;

/** 'in 38 min', 'in 2 h 5 min', 'in 3 days': how long until the next run; 'due now' once it is. */
export function countdown(to: Date, now: Date): string {
  const ms = to.getTime() - now.getTime();
  if (ms <= 0) return 'due now';
  if (ms < MINUTE_MS) return 'in less than a minute';
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes < 60) return `in ${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `in ${hours} h` : `in ${hours} h ${minutes % 60} min`;
  return `in ${Math.floor(hours / 24)} days`;
}
