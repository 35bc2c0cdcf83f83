import { eventRow, type NoticeEvent } from './events.ts';
import type { NoticeWay } from './ways.ts';

/** Ways an event can go at all: what is for admins only is never told to a customer. */
export function waysOf(event: NoticeEvent): readonly NoticeWay[] {
  return eventRow(event).audience === 'customer'
    ? ['customer_mail', 'admin_mail', 'discord', 'webhook']
    : ['admin_mail', 'discord', 'webhook'];
}

/** Whether an event goes a way as long as no admin said otherwise. */
export function goesByDefault(event: NoticeEvent, way: NoticeWay): boolean {
  if (event === 'alert.raised') return false;
  if (eventRow(event).audience === 'admin' || way === 'customer_mail' || way === 'webhook') return true;
  return toldToAdmins.includes(event);
}

/** Of what customers are told, what admins want to know as well. Of low wallets only those at the lowest levels. */
const toldToAdmins: readonly NoticeEvent[] = [
  'wallet.low',
  'wallet.empty',
  'topup.disputed',
  'deletion.scheduled',
];
