import type { Exemption } from '../../../api/servers.ts';

export type ExemptionPhase = 'planned' | 'in_force' | 'past' | 'never';

/** Where an exemption stands at an instant; one that was ended before it began never was in force. */
export function phaseOfExemption({ from, until }: Exemption, now: Date): ExemptionPhase {
  if (until !== null && until <= from) return 'never';
  if (until !== null && until <= now) return 'past';
  return from > now ? 'planned' : 'in_force';
}

export const phaseWords = {
  planned: { label: 'Planned', tone: 'info' },
  in_force: { label: 'In force', tone: 'warn' },
  past: { label: 'Over', tone: 'neutral' },
  never: { label: 'Called off', tone: 'neutral' },
} as const;
