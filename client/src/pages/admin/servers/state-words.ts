import type { serverStates } from '#shared/api/servers.ts';

export type ServerState = (typeof serverStates)[number];

/** What VirtFusion says of a server, in words. */
export const stateWords: Record<ServerState, string> = {
  running: 'Running',
  stopped: 'Stopped',
  suspended: 'Suspended',
  present: 'Present',
  native: 'Billed by VirtFusion',
  gone: 'Gone',
};

export const stateChoices = Object.entries(stateWords).map(([value, label]) => ({ value, label }));
