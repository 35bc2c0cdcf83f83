import { z } from 'zod';
import { extRelationId, virtFusionUserId } from './ids.ts';

/** Scalars of PHP: one thing in several spellings. Each comes out as one type, or is refused; none is guessed. */

export const id = z.int().positive();
export const userId = z.int().nonnegative().transform(virtFusionUserId);
export const extId = z.int().nonnegative().transform(extRelationId);

/** true, false, 1 or 0. */
export const boolish = z.union([z.boolean(), z.literal([0, 1]).transform((bit) => bit === 1)]);

/**
 * A number or its text, as exact decimal text. Group separators are refused: "1,690" might be either of two amounts.
 * A bare whole number past 2^53 is refused too, as it has lost digits before we could see it.
 */
export const decimalish = z.union([z.string(), z.number()]).transform((value, context) => {
  const text = typeof value === 'number' ? decimalText(value) : value.trim();
  if (text !== null && /^-?\d+(\.\d+)?$/.test(text)) return text;
  context.addIssue({ code: 'custom', message: 'not an exact decimal' });
  return z.NEVER;
});

/** As decimalish, for fields made to be shown, where "1,690.41" means 1690.41. */
export const displayDecimal = z
  .union([z.string(), z.number()])
  .transform((value) => (typeof value === 'string' ? value.replaceAll(/,(?=\d{3}(\D|$))/g, '') : value))
  .pipe(decimalish);

/** `false` where there is no value: comes out as null, which is not zero. */
export function falseOr<Schema extends z.ZodType>(schema: Schema) {
  return z.union([z.literal(false).transform(() => null), schema]);
}

/** PHP writes an empty object as `[]`. */
export function phpObject<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => (Array.isArray(value) && value.length === 0 ? {} : value), schema);
}

/** `2025-01-15T15:00:49+00:00`, `2025-01-20T12:48:20.000000Z` or `2025-01-15 15:00:49`; without a zone it is UTC. */
export const vfDate = z.string().transform((text, context) => {
  const instant = instantOf(text);
  if (instant !== null) return instant;
  context.addIssue({ code: 'custom', message: 'not an instant' });
  return z.NEVER;
});

export const count = z.int().nonnegative();
/** Names are shown, never relied on: null is as good as none. */
export const name = z
  .string()
  .nullish()
  .transform((text) => keepable(text ?? ''));
export const optionalText = z
  .string()
  .nullish()
  .transform((text) => (text === null || text === undefined ? null : keepable(text)));
export const optionalInt = z
  .int()
  .nullish()
  .transform((value) => value ?? null);
export const optionalDate = vfDate.nullish().transform((instant) => instant ?? null);

/**
 * A text that the database can keep and index, whatever a customer called a server: no U+0000, no half of a character,
 * and not too long. One name that cannot be written would keep all the others from being written, too.
 */
function keepable(text: string): string {
  const clean = text.replace(/[\0\p{Surrogate}]/gu, '\ufffd');
  return clean.length <= LONGEST_TEXT ? clean : [...clean].slice(0, LONGEST_TEXT).join('');
}

const LONGEST_TEXT = 255;

/** The envelope of one record. */
export function data<Schema extends z.ZodType>(schema: Schema) {
  // The compiler loses the key of a generic object; the line above shows that it is there.
  return z.object({ data: schema }).transform((reply) => (reply as { data: z.output<Schema> }).data);
}

/** Digits without an exponent, or null when the number cannot be trusted to the last digit. */
function decimalText(value: number): string | null {
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) return null;
  const [mantissa = '', exponent] = String(value).split('e');
  if (exponent === undefined) return mantissa;
  // Only tiny numbers get here: whole ones past 2^53 are refused above.
  const digits = mantissa.replace(/[-.]/g, '');
  return `${value < 0 ? '-' : ''}0.${'0'.repeat(-Number(exponent) - 1)}${digits}`;
}

const instantPattern =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):?(\d{2}))?$/;

function instantOf(text: string): Date | null {
  const parts = instantPattern.exec(text);
  if (parts === null) return null;
  const part = (at: number) => Number(parts[at] ?? 0);
  const millis = Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3));
  const wall = new Date(Date.UTC(part(1), part(2) - 1, part(3), part(4), part(5), part(6), millis));
  // 30 February would roll over into March: what does not read back as written is no instant.
  if (wall.toISOString().slice(0, 19) !== text.slice(0, 19).replace(' ', 'T')) return null;
  const offsetMinutes = (part(9) * 60 + part(10)) * (parts[8] === '-' ? -1 : 1);
  return new Date(wall.getTime() - offsetMinutes * 60_000);
}
