import type { serverStates } from '#shared/api/servers.ts';

type ServerState = (typeof serverStates)[number];

/** The colour of a state in a bar. Words stand beside it everywhere: it is never the only sign. */
export const stateFill: Record<ServerState | 'unknown', string> = {
  running: 'bg-good',
  present: 'bg-good',
  stopped: 'bg-control',
  suspended: 'bg-warn',
  native: 'bg-info',
  gone: 'bg-line',
  unknown: 'bg-line',
};

/** Nobody looked, or what was seen does not say. */
export const hatched =
  'bg-[repeating-linear-gradient(135deg,var(--control)_0_1.5px,transparent_1.5px_6px)] border-y border-dashed border-control';
