import type { NoticeEvent } from './events.ts';
import type { Template } from './template.ts';
import type { NoticeWay } from './ways.ts';

interface Texts {
  /** What the customer reads; absent where the event is for admins only. */
  customer?: Template;
  /** What admins read, in a mail as in Discord. */
  admin: Template;
}

const toTheCustomer = 'Open the customer';
const topUp = 'See your account';

/** What each message says as long as no admin wrote another text. */
const texts: Record<NoticeEvent, Texts> = {
  'wallet.low': {
    customer: {
      subject: 'Your balance lasts for about {{hoursLeft}} more hours',
      body: 'Hello {{customer}},\n\nYour balance is {{balance}}. Your servers cost {{burnPerHour}} an hour at present, so it lasts for about {{hoursLeft}} hours.\n\nTop up in time and nothing changes for you.',
      action: topUp,
    },
    admin: {
      subject: '{{customer}} has about {{hoursLeft}} hours left',
      body: 'The wallet of {{customer}} (customer {{customerId}}) holds {{balance}} and burns {{burnPerHour}} an hour: it is below {{level}} hours.',
      action: toTheCustomer,
    },
  },
  'wallet.empty': {
    customer: {
      subject: 'Your balance is used up',
      body: 'Hello {{customer}},\n\nYour balance is {{balance}}, and your servers cost {{burnPerHour}} an hour.\n\nPlease top up now, so that they can go on.',
      action: topUp,
    },
    admin: {
      subject: 'The wallet of {{customer}} is empty',
      body: 'The wallet of {{customer}} (customer {{customerId}}) stands at {{balance}}, and its servers burn {{burnPerHour}} an hour.',
      action: toTheCustomer,
    },
  },
  'topup.completed': {
    customer: {
      subject: 'Thank you: {{amount}} arrived',
      body: 'Hello {{customer}},\n\nYour payment of {{amount}} ({{reference}}) is in your account. Your balance is now {{balance}}.',
      action: topUp,
    },
    admin: {
      subject: '{{customer}} topped up {{amount}}',
      body: '{{customer}} (customer {{customerId}}) paid {{amount}} ({{reference}}). The wallet now holds {{balance}}.',
      action: toTheCustomer,
    },
  },
  'topup.refunded': {
    customer: {
      subject: '{{amount}} was paid back to you',
      body: 'Hello {{customer}},\n\n{{amount}} of your payment {{reference}} was paid back. Your balance is now {{balance}}.',
      action: topUp,
    },
    admin: {
      subject: '{{amount}} was paid back to {{customer}}',
      body: '{{amount}} of the payment {{reference}} of {{customer}} (customer {{customerId}}) was paid back. The wallet now stands at {{balance}}.',
      action: toTheCustomer,
    },
  },
  'topup.disputed': {
    customer: {
      subject: 'Your payment of {{amount}} is disputed',
      body: 'Hello {{customer}},\n\nYour payment {{reference}} of {{amount}} is disputed at PayPal. If you did not ask for that, please write to us. Your balance is {{balance}}.',
      action: topUp,
    },
    admin: {
      subject: '{{customer}} disputes {{amount}}',
      body: 'The payment {{reference}} of {{customer}} (customer {{customerId}}), {{amount}}, is disputed at PayPal. The wallet stands at {{balance}}.',
      action: toTheCustomer,
    },
  },
  'suspension.scheduled': {
    customer: {
      subject: 'Your servers will be suspended on {{at}}',
      body: 'Hello {{customer}},\n\nYour balance is {{balance}}. Unless you top up, these servers will be suspended on {{at}}: {{servers}}.\n\nYour data stays. After a top-up they are back within minutes.',
      action: topUp,
    },
    admin: {
      subject: 'Servers of {{customer}} will be suspended on {{at}}',
      body: 'The wallet of {{customer}} (customer {{customerId}}) stands at {{balance}}. To be suspended on {{at}}: {{servers}}.',
      action: toTheCustomer,
    },
  },
  'server.suspended': {
    customer: {
      subject: 'Your servers were suspended',
      body: 'Hello {{customer}},\n\nYour balance is {{balance}}, so these servers were suspended: {{servers}}.\n\nYour data is kept. After a top-up they are back within minutes.',
      action: topUp,
    },
    admin: {
      subject: 'Servers of {{customer}} were suspended',
      body: 'The wallet of {{customer}} (customer {{customerId}}) stands at {{balance}}. Suspended: {{servers}}.',
      action: toTheCustomer,
    },
  },
  'server.unsuspended': {
    customer: {
      subject: 'Your servers are back',
      body: 'Hello {{customer}},\n\nThese servers are no longer suspended: {{servers}}. Your balance is {{balance}}.',
      action: topUp,
    },
    admin: {
      subject: 'Servers of {{customer}} are back',
      body: 'No longer suspended for {{customer}} (customer {{customerId}}): {{servers}}. The wallet holds {{balance}}.',
      action: toTheCustomer,
    },
  },
  'deletion.scheduled': {
    customer: {
      subject: 'Your servers will be deleted on {{at}}',
      body: 'Hello {{customer}},\n\nYour balance is {{balance}}. Unless you top up, these servers and all data on them will be deleted on {{at}}: {{servers}}.\n\nThis cannot be undone.',
      action: topUp,
    },
    admin: {
      subject: 'Servers of {{customer}} will be deleted on {{at}}',
      body: 'The wallet of {{customer}} (customer {{customerId}}) stands at {{balance}}. To be deleted on {{at}}: {{servers}}.',
      action: toTheCustomer,
    },
  },
  'spend.alert': {
    customer: {
      subject: 'You have spent {{percent}} % of your budget of {{month}}',
      body: 'Hello {{customer}},\n\nYour servers cost {{spent}} so far in {{month}}. That is {{percent}} % of your budget of {{budget}}.',
      action: topUp,
    },
    admin: {
      subject: '{{customer}} has spent {{percent}} % of the budget of {{month}}',
      body: '{{customer}} (customer {{customerId}}) spent {{spent}} of {{budget}} in {{month}}.',
      action: toTheCustomer,
    },
  },
  'spend.limit_reached': {
    customer: {
      subject: 'Your spending limit of {{month}} is reached',
      body: 'Hello {{customer}},\n\nYour servers cost {{spent}} in {{month}}, and your limit is {{limit}}. As you chose, these servers are being stopped: {{servers}}. Nothing is deleted.',
      action: topUp,
    },
    admin: {
      subject: '{{customer}} reached the spending limit of {{month}}',
      body: '{{customer}} (customer {{customerId}}) spent {{spent}}, with a limit of {{limit}}. Being stopped: {{servers}}.',
      action: toTheCustomer,
    },
  },
  'run.failed': finding('A run could not bill every server', 'Open the alerts'),
  'run.held': finding('A run waits for you', 'Decide it'),
  'run.missed': finding('A run was missed', 'Open the alerts'),
  'reconciliation.differs': finding('The books disagree: {{subject}}', 'Open the alerts'),
  'webhook.refused': finding('A webhook was refused', 'Open the alerts'),
  'credit.unclear': finding('A credit is unclear: {{subject}}', 'Open the alerts'),
  'sign_in.changed': finding('The sign-in of an admin changed', 'See the admins'),
  'alert.raised': finding('Something wants a person: {{subject}}', 'Open the alerts'),
};

function finding(subject: string, action: string): Texts {
  return { admin: { subject, body: '{{message}}', action } };
}

/** Our text of an event on a way. A webhook carries the facts themselves and has none. */
export function defaultTemplate(event: NoticeEvent, way: Exclude<NoticeWay, 'webhook'>): Template {
  const { customer, admin } = texts[event];
  return way === 'customer_mail' && customer ? customer : admin;
}
