import { z } from 'zod';
import { instant, money } from '#shared/api/values.ts';
import { formatMoney, type Micros } from '#shared/billing/money.ts';

/** What the words of a fact depend on besides its value. */
export interface Wording {
  /** ISO 4217, of the installation. */
  currency: string;
  /** The installation's zone, in which instants are told. */
  zone: string;
}

/** One thing a message says: how it is kept, and how it reads. */
export interface Fact<Schema extends z.ZodType = z.ZodType> {
  schema: Schema;
  /** For whoever writes a template. */
  says: string;
  print(value: z.output<Schema>, wording: Wording): string;
}

const mostNamed = 5;

/** An amount in the billing currency, with all the decimals that make it true. */
export function moneyFact(says: string): Fact<typeof money> {
  return { schema: money, says, print: (amount, { currency }) => amountText(amount, currency) };
}

/** An instant, to the minute, in the installation's zone. */
export function instantFact(says: string): Fact<typeof instant> {
  return { schema: instant, says, print: (at, { zone }) => instantText(at, zone) };
}

const wholeNumber = z.number().int();

/** A whole number: hours, a percentage, how many. */
export function numberFact(says: string): Fact<typeof wholeNumber> {
  return { schema: wholeNumber, says, print: (number) => String(number) };
}

const words = z.string().max(2000);

/** Words as they are. */
export function textFact(says: string): Fact<typeof words> {
  return { schema: words, says, print: (text) => text };
}

/** What a message takes of servers. */
export const MOST_SERVERS = 1000;
export const LONGEST_SERVER_NAME = 200;

const namedServers = z
  .array(z.strictObject({ id: z.number().int(), name: z.string().max(LONGEST_SERVER_NAME) }))
  .min(1)
  .max(MOST_SERVERS);

/** Servers by their names, as many as one reads: 'web-1, web-2 and 3 more'. */
export function serversFact(says: string): Fact<typeof namedServers> {
  return {
    schema: namedServers,
    says,
    print: (servers) => {
      const names = servers.map(({ id, name }) => name || `server ${id}`);
      const shown = names.slice(0, names.length > mostNamed + 1 ? mostNamed : names.length);
      const last = names.length > shown.length ? `${names.length - shown.length} more` : shown.pop();
      return shown.length > 0 ? `${shown.join(', ')} and ${last}` : (last ?? '');
    },
  };
}

function amountText(amount: Micros, currency: string): string {
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: 2,
    maximumFractionDigits: 6,
  });
  // Given as text, the amount is formatted exactly; a number could not hold it.
  return format.format(formatMoney(amount) as Intl.StringNumericLiteral);
}

function instantText(at: Date, timeZone: string): string {
  const text = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
  return `${text} (${timeZone})`;
}
