/** An amount of money in millionths (10⁻⁶) of the currency unit. Never a float; divided only in rounding.ts. */
export type Micros = bigint;

const AMOUNT = /^(-?)(\d+)(?:\.(\d{1,6}))?$/;

/**
 * Reads decimal text such as `5`, `5.00` or `-0.006849`: digits, then at most 6 decimals after a point.
 * @throws RangeError for anything else: no exponent, sign `+`, comma, blank, currency or bare point is guessed at.
 */
export function parseMoney(text: string): Micros {
  const match = AMOUNT.exec(text);
  if (!match) {
    const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
    throw new RangeError(
      `"${shown}" is not an amount of money. Write it like 5.00, with at most 6 decimals.`,
    );
  }
  const [, sign, units, decimals = ''] = match;
  const micros = BigInt(`${units}${decimals.padEnd(6, '0')}`);
  return sign === '-' ? -micros : micros;
}

/** Canonical decimal text: as many decimals as the amount needs, at least 2 and at most 6. `parseMoney` reads it back. */
export function formatMoney(amount: Micros): string {
  return formatAligned(amount).replace(/0{1,4}$/, '');
}

/** Decimal text with always 6 decimals, so that the points of a column stand under each other. */
export function formatAligned(amount: Micros): string {
  const negative = amount < 0n;
  const digits = (negative ? -amount : amount).toString().padStart(7, '0');
  return `${negative ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

/** The exact total; 0 for none. */
export function sum(amounts: Iterable<Micros>): Micros {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}
