import type { Finding } from '../raise-alert.ts';
import { counted, instantText, nameSome } from './name-some.ts';

export interface SightingFacts {
  now: Date;
  /** Whether anything is billed, and not held back by a pause of the looks. */
  expected: boolean;
  /** Seconds between two looks that count as a gap. */
  maxGapSeconds: number;
  /** When the last look began, whole or not; null when there was none. */
  lastLookAt: Date | null;
  /** Servers whose power has been asked for in vain for longer than that. */
  powerUnknown: { servers: number; since: Date | null; examples: readonly { id: number; name: string }[] };
}

/**
 * What was not looked at for too long. That VirtFusion does not answer is another alert: here nobody asked, or single
 * servers did not tell their power.
 */
export function staleSightings(facts: SightingFacts): Finding[] {
  if (!facts.expected) return [];
  return [...noLook(facts), ...unknownPower(facts)];
}

function noLook({ now, lastLookAt, maxGapSeconds }: SightingFacts): Finding[] {
  if (lastLookAt && now.getTime() - lastLookAt.getTime() <= maxGapSeconds * 1000) return [];
  const since = lastLookAt ? `since ${instantText(lastLookAt)}` : 'yet';
  return [
    {
      kind: 'stale_sighting',
      subject: 'schedule:observation',
      message: `Nobody has looked at the servers ${since}, and hours that were not seen cannot be billed for sure. Start a process with the role cron.`,
      facts: { lastLookAt: lastLookAt?.toISOString() ?? null },
    },
  ];
}

function unknownPower({ powerUnknown: { servers, since, examples } }: SightingFacts): Finding[] {
  if (servers === 0 || !since) return [];
  return [
    {
      kind: 'stale_sighting',
      subject: 'power',
      message: `VirtFusion does not tell the power of ${counted(servers, 'server')}, of the first since ${instantText(since)}: ${nameSome(examples, servers)}. Their hypervisor may be away. Nothing is guessed: their hours wait.`,
      facts: { servers, serverId: examples[0]?.id ?? null },
    },
  ];
}
