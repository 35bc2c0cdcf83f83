const IN_DAYS_FROM = 100;

/** How long a balance lasts, in words: 'about 31 hours'. Null hours: nothing is being charged. */
export function hoursLeftText(hours: number | null): string {
  if (hours === null) return 'nothing is being charged';
  if (hours === 0) return 'used up';
  if (hours === 1) return 'about 1 hour';
  if (hours < IN_DAYS_FROM) return `about ${hours} hours`;
  const days = Math.trunc(hours / 24).toLocaleString('en');
  return `about ${days} days (${hours.toLocaleString('en')} hours)`;
}

/** The same of a customer, whose credit may be unknown: then so is how long it lasts. */
export function lastsText({
  hoursLeft,
  burnPerHour,
}: {
  hoursLeft: number | null;
  burnPerHour: bigint;
}): string {
  return hoursLeft === null && burnPerHour > 0n ? 'not known' : hoursLeftText(hoursLeft);
}

const LOW_HOURS = 24;

/** Whether somebody should be told: less than a day is left. */
export function runsLow(hours: number | null): boolean {
  return hours !== null && hours < LOW_HOURS;
}
