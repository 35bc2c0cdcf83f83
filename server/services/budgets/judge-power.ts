import type { Found, Gone, ServerWithPower } from '../../integrations/virtfusion/client.ts';

export type PowerStep =
  | { kind: 'done'; wasRunning: boolean | null }
  | { kind: 'ask'; wasRunning: boolean }
  | { kind: 'unknown'; why: string };

/**
 * What to do about a server that is to be on or off, by what was seen of it. One that is gone, or suspended, is off and
 * stays so. What was not seen is unknown: nothing is asked by it.
 */
export function judgePower({
  wanted,
  asked,
  seen,
}: {
  wanted: 'off' | 'on';
  /** How often it was asked for before: whether it ran before anybody asked is known only from the first look. */
  asked: number;
  seen: Found<ServerWithPower> | Gone;
}): PowerStep {
  if (seen.kind === 'gone') return { kind: 'done', wasRunning: null };
  const { power, suspended } = seen.value;
  if (suspended && wanted === 'on') return { kind: 'done', wasRunning: null };
  if (power.kind === 'unknown') return { kind: 'unknown', why: power.why };
  if (power.running !== (wanted === 'on')) return { kind: 'ask', wasRunning: power.running };
  return { kind: 'done', wasRunning: asked === 0 ? power.running : null };
}
