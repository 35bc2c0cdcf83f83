import type { Finding } from '../raise-alert.ts';
import { counted, nameSome } from './name-some.ts';

/** Servers that VirtFusion has, that are ours to bill, and that nobody bills and nobody waits for. */
export interface UnbilledFacts {
  servers: number;
  examples: readonly { id: number; name: string }[];
}

/** One finding for all: they have one cause more often than not. */
export function unbilledServers({ servers, examples }: UnbilledFacts): Finding[] {
  if (servers === 0) return [];
  const one = servers === 1;
  return [
    {
      kind: 'billed_by_nobody',
      subject: 'fleet',
      message: `${counted(servers, 'server')} of VirtFusion ${one ? 'is' : 'are'} billed by nobody for hours, and no reason is known: ${nameSome(examples, servers)}. Open ${one ? 'it' : 'one'} to see when it was last seen.`,
      facts: { servers, serverId: examples[0]?.id ?? null },
    },
  ];
}
