import type { Instant, ServerRow } from '../world/entities.ts';
import { steadyInteger } from '../world/random.ts';
import { isoMicros, plainTime } from './times.ts';

const DAY_MS = 86_400_000;

interface TrafficMonth {
  month: number;
  from: Instant;
  until: Instant;
}

/** The traffic month that contains `now`, counted from 1, anchored on the day of creation. */
function currentMonth(row: ServerRow, now: Instant): TrafficMonth {
  let month = 1;
  while (anchor(row, month) <= now) month += 1;
  return { month, from: anchor(row, month - 1), until: anchor(row, month) };
}

/** Start of the day of creation, `months` later; a day the month lacks becomes its last. */
function anchor(row: ServerRow, months: number): Instant {
  const born = new Date(row.created);
  const [year, month] = [born.getUTCFullYear(), born.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(born.getUTCDate(), lastDay));
}

export function trafficPeriodBody(row: ServerRow, now: Instant): Record<string, unknown> {
  const { from, until } = currentMonth(row, now);
  const end = isoMicros(until - 1000).replace('.000000Z', '.999999Z');
  return { start: isoMicros(from), end, limit: row.resources.traffic };
}

/** Months newest first, at most a year of them. Counters are a steady rate of the server's own. */
export function trafficBody(row: ServerRow, now: Instant): Record<string, unknown> {
  const newest = currentMonth(row, now).month;
  const numbers = Array.from({ length: Math.min(newest, 12) }, (_, back) => newest - back);
  return { monthly: numbers.map((month) => monthBody(row, month, now)) };
}

function monthBody(row: ServerRow, month: number, now: Instant): Record<string, unknown> {
  const [from, until] = [anchor(row, month - 1), anchor(row, month)];
  const days = Math.max(0, Math.min(now, until) - Math.max(from, row.created)) / DAY_MS;
  const rx = Math.floor(days * steadyInteger(50, 2000, row.id) * 1_000_000);
  const tx = Math.floor(rx / 40);
  const limits = { limit: row.resources.traffic, blocks: [] };
  return { month, start: plainTime(from), end: plainTime(until - 1000), rx, tx, total: rx + tx, ...limits };
}
