import { constants, setPriority } from 'node:os';
import type { Env } from './env.ts';

/**
 * A process that only serves lets those that bill go first: where the processors are all busy, a list is a little later
 * and the hour is not. Asks the system once, for this process; any user may lower their own.
 */
export function yieldToWork({ roles }: Pick<Env, 'roles'>): void {
  if (!roles.has('worker')) setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
}
