import type { Channels } from '../api/channels.ts';
import type { Delivery, DeliveryDetail, NoticeRoute, NoticeTemplate } from '../api/notices.ts';
import { at } from './records.ts';

export function aDelivery(over: Partial<Delivery> = {}): Delivery {
  return {
    id: 7,
    noticeId: 5,
    event: 'wallet.low',
    customerId: 13,
    customerName: 'chidi',
    way: 'customer_mail',
    recipient: 'chidi@customers.example',
    state: 'sent',
    detail: '250 OK',
    attempts: 1,
    createdAt: at('20:00'),
    nextAttemptAt: null,
    doneAt: at('20:00'),
    ...over,
  };
}

export const aMessage = {
  subject: 'Your balance lasts for about 22 more hours',
  paragraphs: ['Hello chidi,', 'your balance is $3.42.'],
  action: 'See your account',
  company: 'SkyPANEL',
  severity: 'warning' as const,
  footer: 'You get this mail because you run servers with SkyPANEL.',
  hasLink: true,
  fields: [],
};

export function aDeliveryDetail(over: Partial<DeliveryDetail> = {}): DeliveryDetail {
  return {
    ...aDelivery(),
    key: 'wallet:13:1',
    log: [{ id: 1, at: at('20:00'), outcome: 'sent', detail: '250 OK', durationMs: 180 }],
    message: aMessage,
    payload: null,
    ...over,
  };
}

export const someRoutes: NoticeRoute[] = [
  {
    event: 'wallet.low',
    ways: [
      { way: 'customer_mail', enabled: true, byDefault: true },
      { way: 'admin_mail', enabled: true, byDefault: true },
      { way: 'discord', enabled: true, byDefault: true },
      { way: 'webhook', enabled: false, byDefault: true },
    ],
  },
  { event: 'run.held', ways: [{ way: 'admin_mail', enabled: true, byDefault: true }] },
];

export function aTemplate(over: Partial<NoticeTemplate> = {}): NoticeTemplate {
  const text = { subject: 'You have {{hoursLeft}} hours', body: 'Hello {{customer}}', action: 'Top up' };
  return {
    event: 'wallet.low',
    way: 'customer_mail',
    text,
    original: text,
    isOriginal: true,
    updatedAt: null,
    updatedBy: null,
    placeholders: [{ name: 'hoursLeft', says: 'Whole hours the balance still pays for', example: '22' }],
    ...over,
  };
}

export function someChannels(over: Partial<Channels> = {}): Channels {
  return {
    mail: {
      company: 'SkyPANEL',
      from: 'billing@example.com',
      host: 'smtp.example.com',
      port: 587,
      security: 'starttls',
      user: 'billing',
      adminAddresses: [],
      passwordSaved: true,
      place: 'smtp',
    },
    discord: { urlSaved: false },
    runway: { levels: [72, 24, 1], adminLevel: 1, quietFrom: null, quietUntil: null },
    webhooks: [],
    timezone: 'Europe/London',
    ...over,
  };
}
