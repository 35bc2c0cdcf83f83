import type { Context } from '../../context.ts';
import { trySessionLock, type Unlock } from '../../db/session-lock.ts';

const KIND = 7_103;

/**
 * Keeps everybody else from VirtFusion's credit of a customer until it is undone, or this process dies; null while
 * another has it. A balance that is compared under it was moved by nobody of ours meanwhile.
 */
export function tryLockCustomer(ctx: Context, customerId: number): Promise<Unlock | null> {
  return trySessionLock(ctx, [KIND, customerId]);
}
