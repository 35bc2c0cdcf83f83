import { parseMoney } from '#shared/billing/money.ts';
import { encodeFacts, eventRow, factsInWords, type NoticeEvent } from '#shared/notices/events.ts';
import type { Context } from '../../context.ts';
import { readWording } from './read-wording.ts';

/** What only happens to who owes. */
const ofDebtors: readonly NoticeEvent[] = [
  'wallet.empty',
  'suspension.scheduled',
  'server.suspended',
  'deletion.scheduled',
];

/** What the facts of examples are, by their names: every event takes those it has. */
function exampleFacts(event: NoticeEvent, now: Date): Record<string, unknown> {
  const tomorrow = new Date(now.getTime() + 24 * 3_600_000);
  return {
    balance: parseMoney(ofDebtors.includes(event) ? '-0.42' : '3.42'),
    burnPerHour: parseMoney('0.154795'),
    hoursLeft: 22,
    level: 24,
    amount: parseMoney('25.00'),
    reference: '5O190127TN364715T',
    at: tomorrow,
    servers: [
      { id: 101, name: 'web-1' },
      { id: 102, name: 'database' },
    ],
    percent: 80,
    budget: parseMoney('100.00'),
    spent: parseMoney('80.12'),
    limit: parseMoney('80.00'),
    month: now.toISOString().slice(0, 7),
    subject: 'run:128',
    message: 'Run 128 waits for you: the total is 412 % of the run before (limit 300 %).',
  };
}

/** The facts of an invented message of an event, as they are stored. */
export function exampleNotice(ctx: Context, event: NoticeEvent) {
  const all = exampleFacts(event, ctx.clock.now());
  const facts = Object.fromEntries(Object.keys(eventRow(event).facts).map((name) => [name, all[name]]));
  // A fact without an example fails here, and in the test that asks for all of them.
  return { event, customerId: null, facts: encodeFacts(event, facts as never) };
}

/** The words of an invented message: what every name of its templates becomes. */
export async function exampleWords(ctx: Context, event: NoticeEvent): Promise<Record<string, string>> {
  const { company, wording } = await readWording(ctx);
  const { facts } = exampleNotice(ctx, event);
  return {
    ...factsInWords(event, facts, wording),
    company,
    customer: 'Ada Adebayo',
    customerId: '11',
  };
}
