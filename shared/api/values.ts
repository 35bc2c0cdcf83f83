import { z } from 'zod';
import { formatMoney, type Micros, parseMoney } from '#shared/billing/money.ts';

const MAX_MONEY = 1_000_000_000_000_000n; // 10⁹ of the unit: no wallet, price or correction is larger

/** Money travels as decimal text ('0.006849') and lives as Micros. */
export const money = z
  .codec(
    z
      .string()
      .trim()
      .regex(/^-?\d{1,15}(\.\d{1,6})?$/, 'Write an amount such as 12.50, with at most six decimals'),
    z.bigint(),
    {
      decode: (text): Micros => parseMoney(text),
      encode: (amount: Micros) => formatMoney(amount),
    },
  )
  .meta({ id: 'Money', description: 'Decimal text in the billing currency, exact to six decimals' });

/** What a charged hour costs today. */
export const correctedCost = money
  .nullable()
  .meta({ description: 'What the hour costs with its corrections; null while it has none' });

/** A price or payment: more than nothing and below 10⁹. */
export const positiveMoney = money.refine((amount) => amount > 0n && amount <= MAX_MONEY, {
  message: 'Must be more than 0 and at most 1000000000',
});

/** A monthly price; nothing is a price too (a server given away), below nothing is not. */
export const price = money.refine((amount) => amount >= 0n && amount <= MAX_MONEY, {
  message: 'Must be between 0 and 1000000000 a month',
});

/** An instant travels as ISO 8601 text in UTC and lives as Date. */
export const instant = z
  .codec(
    z.iso
      .datetime({ offset: true, message: 'Write an instant such as 2026-11-01T00:00:00Z' })
      .refine(isOfOurTime, 'Write an instant from 1970 on'),
    z.date(),
    {
      decode: (text) => new Date(text),
      encode: (date) => date.toISOString(),
    },
  )
  .meta({ id: 'Instant', description: 'ISO 8601 in UTC' });

/** The year 0 is none to the database, and nothing of ours is older than this. */
function isOfOurTime(text: string): boolean {
  return text >= '1970';
}

/** Ids of rows; in a path they arrive as text. */
export const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).meta({ id: 'Id' });

/** A UTC calendar month such as '2026-11'. */
export const calendarMonth = z
  .string()
  .regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'Write a month such as 2026-11')
  .meta({ id: 'CalendarMonth', description: 'A UTC calendar month' });

/** A UTC calendar day such as '2026-11-23'. */
export const calendarDay = z.iso
  .date({ message: 'Write a day such as 2026-11-23' })
  .refine(isOfOurTime, 'Write a day from 1970 on')
  .meta({ id: 'CalendarDay', description: 'A UTC calendar day' });

/** A page of a list: `cursor` of the reply asks for the next one; absent on the last. */
export const pageInput = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

/** The reply of every list. `total` counts what matches, and is null where counting would read everything. */
export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({
    rows: z.array(row),
    nextCursor: z.string().nullable(),
    total: z.number().int().nullable(),
  });
}

/** A reason a person gives for moving money or changing a price. */
export const reason = z
  .string()
  .trim()
  .min(3, 'Say why, in three letters at least')
  .max(500, 'At most 500 letters');

/** A repeat with the same key has the effect of the first; the same key with other content is refused. */
export const idempotencyKey = z
  .string()
  .trim()
  .min(8)
  .max(100)
  .regex(/^[\w.:-]+$/, 'Letters, digits and . : - _ only');
