import type { Context } from '../../context.ts';
import { trySessionLock, type Unlock } from '../../db/session-lock.ts';

/** Of the whole installation: only one instance sweeps at a time. */
const lockKey = 7_101;

/**
 * Takes the lock for sweeping, or returns null while another instance has it; a killed process holds nobody up.
 * @throws Error inside a transaction
 */
export function tryLockSweep(ctx: Context): Promise<Unlock | null> {
  return trySessionLock(ctx, [lockKey]);
}
