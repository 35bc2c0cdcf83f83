import type { Micros } from './money.ts';
import { divideDown } from './rounding.ts';

/**
 * An amount of money in grains, 10⁻¹⁴ micros: fine enough that any number of tokens with up to ten decimals, at a price
 * a token with up to ten decimals, is a whole number of them.
 */
export type Grains = bigint;

/** Tokens in 10⁻¹⁰ of one: as many decimals as VirtFusion's API takes. Below nothing takes from a balance. */
export type Tokens = bigint;

/** What one token is worth, in 10⁻¹⁰ of the currency unit: as many decimals as VirtFusion states it with. */
export type TokenPrice = bigint;

/** How money becomes tokens: the price of one, and the decimals that VirtFusion keeps of them, 0 to 10. */
export interface TokenTerms {
  price: TokenPrice;
  decimals: number;
}

export const MOST_TOKEN_DECIMALS = 10;
const GRAINS_PER_MICRO = 10n ** 14n;
const TEN_DECIMALS = /^(-?)(\d+)(?:\.(\d{1,10}))?$/;

/** What is carried by one posting, and what stays behind for the next. */
export interface Carried {
  /** What to post: below nothing when the customer pays. Zero when what is owed makes no whole smallest unit. */
  tokens: Tokens;
  /** What the wallet gains by it, in whole micros; of the sign opposite to `tokens`. */
  amount: Micros;
  /** What stays owed, from 0 to less than one smallest unit of tokens. */
  remainder: Grains;
}

/**
 * As many smallest units of tokens as what is owed makes, and the rest left for the next posting. `owed` is what the
 * wallet is short of (below nothing: what it holds); `remainder` is what the posting before left behind, of which the
 * wallet knows the whole micros only. Since the rest is exact, the sum of any postings is what one posting of the sum
 * would be, whatever the order of hours and runs: nothing is ever rounded away.
 * @throws RangeError for a price that is not above nothing, or decimals out of range
 */
export function carry(owed: Micros, remainder: Grains, terms: TokenTerms): Carried {
  const unit = grainsOfUnit(terms);
  // The wallet counts the whole micros of the remainder already.
  const exact = owed * GRAINS_PER_MICRO + (remainder - wholeMicros(remainder) * GRAINS_PER_MICRO);
  const units = owed === 0n ? 0n : divideDown(exact, unit);
  const left = exact - units * unit;
  return {
    tokens: -units * 10n ** BigInt(MOST_TOKEN_DECIMALS - terms.decimals),
    amount: units === 0n ? 0n : owed - wholeMicros(left),
    remainder: left,
  };
}

/** What so many tokens are worth, in whole micros, rounded down. */
export function worthOf(tokens: Tokens, price: TokenPrice): Micros {
  return divideDown(tokens * price, GRAINS_PER_MICRO);
}

/** The whole micros in it, rounded down. */
export function wholeMicros(grains: Grains): Micros {
  return divideDown(grains, GRAINS_PER_MICRO);
}

/** Reads decimal text with at most ten decimals, as tokens or as the price of one. @throws RangeError */
export function parseTenDecimals(text: string): bigint {
  const match = TEN_DECIMALS.exec(text);
  if (!match) throw new RangeError(`"${text.slice(0, 40)}" is no decimal number with at most ten decimals.`);
  const [, sign, units, decimals = ''] = match;
  const value = BigInt(`${units}${decimals.padEnd(10, '0')}`);
  return sign === '-' ? -value : value;
}

/** Canonical decimal text: no more decimals than it needs. `parseTenDecimals` reads it back. */
export function formatTenDecimals(value: bigint): string {
  return decimalText(value, 10);
}

/** Grains as decimal text of micros, such as '0.5': how the database keeps them. */
export function formatGrains(grains: Grains): string {
  return decimalText(grains, 14);
}

/** Reads what `formatGrains` wrote. @throws RangeError */
export function parseGrains(text: string): Grains {
  const match = /^(-?)(\d+)(?:\.(\d{1,14}))?$/.exec(text);
  if (!match) throw new RangeError(`"${text.slice(0, 40)}" is no amount of micros with at most 14 decimals.`);
  const [, sign, micros, decimals = ''] = match;
  const grains = BigInt(`${micros}${decimals.padEnd(14, '0')}`);
  return sign === '-' ? -grains : grains;
}

function grainsOfUnit({ price, decimals }: TokenTerms): Grains {
  if (price <= 0n) throw new RangeError('A token that is worth nothing pays for nothing.');
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > MOST_TOKEN_DECIMALS) {
    throw new RangeError(`Tokens have 0 to ${MOST_TOKEN_DECIMALS} decimals, not ${decimals}.`);
  }
  return price * 10n ** BigInt(MOST_TOKEN_DECIMALS - decimals);
}

function decimalText(value: bigint, decimals: number): string {
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(decimals + 1, '0');
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  return `${negative ? '-' : ''}${digits.slice(0, -decimals)}${fraction ? `.${fraction}` : ''}`;
}
