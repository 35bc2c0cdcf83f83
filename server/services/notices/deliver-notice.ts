import type { Context } from '../../context.ts';
import { claimDelivery } from './claim-delivery.ts';
import { sendDelivery } from './send-delivery.ts';
import { settleAttempt } from './settle-attempt.ts';

/**
 * Tries to send what is due of a delivery, once. Three steps, so that nothing is sent twice: the attempt is written
 * down before anything leaves, then it is sent, then its outcome is written down, with the next try where there is one.
 */
export async function deliverNotice(ctx: Context, { deliveryId }: { deliveryId: number }): Promise<void> {
  const claimed = await claimDelivery(ctx, deliveryId);
  if (!claimed) return;
  const outcome = await sendDelivery(ctx, claimed);
  await settleAttempt(ctx, claimed, outcome);
}
