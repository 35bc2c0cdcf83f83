import type { DeliveryRow } from '#shared/schema/index.ts';

/** Where a delivery waits its turn: mail for the mail server, an embed for Discord, a webhook for its receiver. */
export function queueOf({ way, recipient }: Pick<DeliveryRow, 'way' | 'recipient'>): string {
  switch (way) {
    case 'customer_mail':
    case 'admin_mail':
      return 'mail';
    case 'discord':
      return 'discord';
    case 'webhook':
      return recipient;
    default:
      return way satisfies never;
  }
}
