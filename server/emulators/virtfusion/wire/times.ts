import type { Instant } from '../world/entities.ts';

/** `2025-01-15T15:00:49+00:00`: servers, hypervisors, groups, queue. */
export function isoOffset(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}+00:00`;
}

export function isoOffsetOrNull(at: Instant | null): string | null {
  return at === null ? null : isoOffset(at);
}

/** `2025-01-20T12:48:20.000000Z`: users and packages. */
export function isoMicros(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}.000000Z`;
}

/** `2025-01-15 15:00:49`, no zone: traffic months and `tasks.lastOn`. */
export function plainTime(at: Instant): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

/** First instant of the UTC month that lies `months` away from the month of `at`. */
export function monthStart(at: Instant, months = 0): Instant {
  const day = new Date(at);
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, 1);
}

/** `January 2025`. */
export function monthLabel(at: Instant): string {
  return new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(at);
}
