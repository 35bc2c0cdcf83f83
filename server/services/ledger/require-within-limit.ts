import { moneyLimits } from '#shared/auth/roles.ts';
import { formatMoney, type Micros } from '#shared/billing/money.ts';
import { type Context, isStaff } from '../../context.ts';
import { RefusedError } from '../../errors.ts';

/** Keeps one movement by hand within what the role of whoever asks may move at once. @throws RefusedError */
export function requireWithinLimit({ actor }: Context, amount: Micros): void {
  if (!isStaff(actor)) return;
  const limit = moneyLimits[actor.role].adjustment;
  if (limit === null || amount <= limit) return;
  throw new RefusedError(
    `The role ${actor.role} moves at most ${formatMoney(limit)} at once. Ask an owner to do it.`,
    { limit: formatMoney(limit), role: actor.role },
  );
}
