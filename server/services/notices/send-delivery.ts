import type { Context } from '../../context.ts';
import type { Claimed } from './claim-delivery.ts';
import type { Outcome } from './outcome.ts';
import { sendMail } from './send-mail.ts';

/** Hands a message over on its way. Never throws for what the other side does: that is an outcome. */
export async function sendDelivery(ctx: Context, claimed: Claimed): Promise<Outcome> {
  const { delivery, notice, content } = claimed;
  switch (delivery.way) {
    case 'customer_mail':
    case 'admin_mail':
      if (!content) throw new Error('A mail has been written before it is sent');
      return sendMail(ctx, { delivery, notice, content });
    case 'discord':
    case 'webhook':
      return { kind: 'refused', detail: 'This way is not built.' };
    default:
      return delivery.way satisfies never;
  }
}
