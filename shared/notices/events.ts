import { z } from 'zod';
import {
  type Fact,
  instantFact,
  moneyFact,
  numberFact,
  serversFact,
  textFact,
  type Wording,
} from './facts.ts';

/** What a message is about, who it is for, and what it says. */
export interface NoticeEventRow {
  /** 'customer': about a customer's wallet or servers, and told to them; admins may want it too. 'admin': for admins only. */
  audience: 'customer' | 'admin';
  /** In the matrix and the list of templates. */
  title: string;
  /** How bad it is, by colour and word. */
  severity: 'good' | 'note' | 'warning' | 'critical';
  /** Whether a mail to the customer may wait for the end of the quiet hours. */
  quiet?: true;
  facts: Record<string, Fact>;
}

const balance = moneyFact('The balance of the wallet');
const finding = {
  subject: textFact('What it is about, such as run:12'),
  message: textFact('What was found and what to do, in a sentence'),
};

/** Everything somebody is told. Facts are kept as they were; templates say them in words. */
export const noticeEvents = {
  'wallet.low': {
    audience: 'customer',
    title: 'The wallet is running low',
    quiet: true,
    severity: 'warning',
    facts: {
      balance,
      burnPerHour: moneyFact('What an hour costs at present'),
      hoursLeft: numberFact('Whole hours the balance still pays for'),
      level: numberFact('The level that was crossed, in hours'),
    },
  },
  'wallet.empty': {
    audience: 'customer',
    title: 'The wallet is empty',
    quiet: true,
    severity: 'critical',
    facts: { balance, burnPerHour: moneyFact('What an hour costs at present') },
  },
  'topup.completed': {
    audience: 'customer',
    title: 'A top-up arrived',
    severity: 'good',
    facts: {
      amount: moneyFact('What was paid'),
      balance,
      reference: textFact('The payment, as PayPal names it'),
    },
  },
  'topup.refunded': {
    audience: 'customer',
    title: 'A top-up was paid back',
    severity: 'note',
    facts: {
      amount: moneyFact('What was paid back'),
      balance,
      reference: textFact('The payment, as PayPal names it'),
    },
  },
  'topup.disputed': {
    audience: 'customer',
    title: 'A top-up is disputed',
    severity: 'critical',
    facts: {
      amount: moneyFact('What is disputed'),
      balance,
      reference: textFact('The payment, as PayPal names it'),
    },
  },
  'suspension.scheduled': {
    audience: 'customer',
    title: 'Servers will be suspended',
    severity: 'critical',
    facts: {
      at: instantFact('When the servers will be suspended'),
      balance,
      servers: serversFact('The servers'),
    },
  },
  'server.suspended': {
    audience: 'customer',
    title: 'Servers were suspended',
    severity: 'critical',
    facts: { servers: serversFact('The servers'), balance },
  },
  'server.unsuspended': {
    audience: 'customer',
    title: 'Servers are back',
    severity: 'good',
    facts: { servers: serversFact('The servers'), balance },
  },
  'deletion.scheduled': {
    audience: 'customer',
    title: 'Servers will be deleted',
    severity: 'critical',
    facts: {
      at: instantFact('When the servers will be deleted'),
      servers: serversFact('The servers'),
      balance,
    },
  },
  'spend.alert': {
    audience: 'customer',
    title: 'A share of the budget is spent',
    quiet: true,
    severity: 'warning',
    facts: {
      percent: numberFact('The percentage of the budget that is spent'),
      budget: moneyFact('The budget of the month'),
      spent: moneyFact('What was spent this month'),
      month: textFact('The month, such as 2026-11'),
    },
  },
  'spend.limit_reached': {
    audience: 'customer',
    title: 'The spending limit was reached',
    severity: 'critical',
    facts: {
      limit: moneyFact('The limit of the month'),
      spent: moneyFact('What was spent this month'),
      month: textFact('The month, such as 2026-11'),
      servers: serversFact('The servers that are stopped'),
    },
  },
  'run.failed': {
    audience: 'admin',
    title: 'A run could not bill every server',
    severity: 'critical',
    facts: finding,
  },
  'run.held': { audience: 'admin', title: 'A run waits for an admin', severity: 'warning', facts: finding },
  'run.missed': { audience: 'admin', title: 'A run was missed', severity: 'critical', facts: finding },
  'reconciliation.differs': {
    audience: 'admin',
    title: 'The books disagree',
    severity: 'critical',
    facts: finding,
  },
  'webhook.refused': {
    audience: 'admin',
    title: 'A webhook was refused',
    severity: 'warning',
    facts: finding,
  },
  'credit.unclear': { audience: 'admin', title: 'A credit is unclear', severity: 'critical', facts: finding },
  'sign_in.changed': {
    audience: 'admin',
    title: 'Somebody’s way to sign in changed',
    severity: 'warning',
    facts: finding,
  },
  'alert.raised': { audience: 'admin', title: 'Any other alert', severity: 'note', facts: finding },
} as const satisfies Record<string, NoticeEventRow>;

export type NoticeEvent = keyof typeof noticeEvents;
export const noticeEventNames = Object.keys(noticeEvents) as [NoticeEvent, ...NoticeEvent[]];

/** The facts of an event, as verbs have them: money as bigint, instants as Date. */
export type FactsOf<Event extends NoticeEvent> = {
  [Name in keyof (typeof noticeEvents)[Event]['facts']]: (typeof noticeEvents)[Event]['facts'][Name] extends Fact<
    infer Schema
  >
    ? z.output<Schema>
    : never;
};

/** The row of an event, with its facts under the general type. */
export function eventRow(event: NoticeEvent): NoticeEventRow {
  return noticeEvents[event];
}

function schemaOf(event: NoticeEvent) {
  const { facts } = eventRow(event);
  return z.strictObject(
    Object.fromEntries(Object.entries(facts).map(([name, { schema }]) => [name, schema])),
  );
}

/** As they are stored and sent: JSON. @throws ZodError naming the fact that does not fit */
export function encodeFacts<Event extends NoticeEvent>(
  event: Event,
  facts: FactsOf<Event>,
): Record<string, unknown> {
  return z.encode(schemaOf(event), facts as Record<string, unknown>);
}

/** Facts as verbs have them. @throws ZodError for foreign facts */
export function decodeFacts<Event extends NoticeEvent>(event: Event, stored: unknown): FactsOf<Event> {
  return schemaOf(event).parse(stored) as FactsOf<Event>; // the schema is made of the same facts as the type
}

/** Each fact in words, by its name: what the placeholders of a template become. @throws ZodError for foreign facts */
export function factsInWords(event: NoticeEvent, stored: unknown, wording: Wording): Record<string, string> {
  const facts: Record<string, unknown> = decodeFacts(event, stored);
  return Object.fromEntries(
    Object.entries(eventRow(event).facts).map(([name, fact]) => [name, fact.print(facts[name], wording)]),
  );
}
