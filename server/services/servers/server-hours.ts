import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { HOUR, hoursBetween, type Instant, overlap, type Period } from '#shared/billing/period.ts';
import type { Stretch } from '#shared/billing/statement.ts';

export type ServerHour = OutputOf<typeof api.servers.hours>['hours'][number];
export type ServerDay = OutputOf<typeof api.servers.calendar>['days'][number];

export interface HourFacts {
  stretches: readonly Stretch[];
  /** By the hour they are of. */
  charges: ReadonlyMap<Instant, Pick<ServerHour, 'seconds' | 'amount' | 'corrected' | 'inGap'>>;
  exempt: readonly Period[];
  /** Up to where it is settled; null when it was never metered. */
  billedUntil: Instant | null;
  now: Instant;
}

/** What became of each whole hour of a period, in order. */
export function serverHours(period: Period, facts: HourFacts): ServerHour[] {
  return hoursBetween(period).map((hour) => ({
    hour: new Date(hour * 1000),
    status: statusOf(hour, facts),
    upSeconds: upSecondsIn(
      { from: hour, until: Math.min(hour + HOUR, Math.max(hour, facts.now)) },
      facts.stretches,
    ),
    ...(facts.charges.get(hour) ?? { seconds: 0, amount: 0n, corrected: false, inGap: false }),
  }));
}

function statusOf(hour: Instant, { charges, exempt, billedUntil, now }: HourFacts): ServerHour['status'] {
  if (charges.has(hour)) return 'charged';
  if (exempt.some(({ from, until }) => from <= hour && hour < until)) return 'exempt';
  if (hour + HOUR > now) return 'ahead';
  return billedUntil === null || hour < billedUntil ? 'unbilled' : 'waiting';
}

/** Seconds in which both the sighting before and the one after showed it running, or there with its power not asked. */
export function upSecondsIn(period: Period, stretches: readonly Stretch[]): number {
  let seconds = 0;
  for (const [index, stretch] of stretches.entries()) {
    if (!isUp(stretch)) continue;
    const next = stretches[index + 1];
    const until = next && isUp(next) ? next.from : stretch.until;
    const part = overlap({ from: stretch.from, until }, period);
    if (part) seconds += part.until - part.from;
  }
  return seconds;
}

function isUp({ state }: Stretch): boolean {
  return state === 'running' || state === 'present';
}

/** Hours of whole UTC days, day by day. */
export function serverDays(hours: readonly ServerHour[]): ServerDay[] {
  const days: ServerDay[] = [];
  for (const { hour, status, upSeconds, seconds, amount, corrected } of hours) {
    const day = hour.toISOString().slice(0, 10);
    let last = days.at(-1);
    if (last?.day !== day) {
      last = {
        day,
        upSeconds: 0,
        seconds: 0,
        amount: 0n,
        hoursCorrected: 0,
        hours: { charged: 0, exempt: 0, unbilled: 0, waiting: 0, ahead: 0 },
      };
      days.push(last);
    }
    last.upSeconds += upSeconds;
    last.seconds += seconds;
    last.amount += amount;
    last.hoursCorrected += Number(corrected);
    last.hours[status] += 1;
  }
  return days;
}
