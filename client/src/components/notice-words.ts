import type { DeliveryState } from '#shared/api/notices.ts';
import type { NoticeWay } from '#shared/notices/ways.ts';
import type { Tone } from './ui/badge.tsx';

/** How a message reaches somebody. */
export const wayWords: Record<NoticeWay, { label: string; short: string }> = {
  customer_mail: { label: 'Mail to the customer', short: 'Customer' },
  admin_mail: { label: 'Mail to admins', short: 'Admins' },
  discord: { label: 'Discord', short: 'Discord' },
  webhook: { label: 'Webhook', short: 'Webhook' },
};

/** What became of a delivery. */
export const deliveryWords: Record<DeliveryState, { label: string; tone: Tone }> = {
  waiting: { label: 'Waiting', tone: 'info' },
  sent: { label: 'Sent', tone: 'good' },
  failed: { label: 'Given up', tone: 'bad' },
  unclear: { label: 'Unclear', tone: 'warn' },
  not_set_up: { label: 'Not sent', tone: 'warn' },
  superseded: { label: 'No longer needed', tone: 'neutral' },
};
