import { HOUR } from '#shared/billing/period.ts';

/** Server-hours one transaction bills at most: bounds its memory and how long it holds the wallets. */
export const SERVER_HOURS_PER_STEP = 60_000;

/** Servers that are billed up to the same hour. */
export interface DueServers {
  billedUntil: number;
  servers: number;
}

/**
 * How far the next transaction of a batch goes: the latest whole hour that keeps it within `most` server-hours, at
 * least one hour beyond `done`, at most `until`. All in epoch seconds. `due` is ordered by `billedUntil`.
 */
export function chooseStep(
  due: readonly DueServers[],
  { done, until, most = SERVER_HOURS_PER_STEP }: { done: number | null; until: number; most?: number },
): number {
  const first = due[0];
  if (!first) return until;
  const from = (group: DueServers) => Math.max(group.billedUntil, done ?? 0);
  let step = Math.min(until, from(first) + HOUR);
  while (step < until && serverHours(due, from, step + HOUR) <= most) step += HOUR;
  return step;
}

function serverHours(due: readonly DueServers[], from: (group: DueServers) => number, step: number): number {
  let sum = 0;
  for (const group of due) sum += group.servers * (Math.max(0, step - from(group)) / HOUR);
  return sum;
}
