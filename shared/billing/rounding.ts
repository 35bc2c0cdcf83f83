/**
 * The one place where a fraction of money becomes an integer.
 */

/**
 * `numerator / denominator` to the nearest integer; a tie goes to the even one, so ties favour neither side.
 * @throws RangeError unless the denominator is above zero.
 */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  assertPositive(denominator);
  const quotient = numerator / denominator;
  const remainder = numerator % denominator;
  if (remainder === 0n) return quotient;
  const twice = 2n * (remainder < 0n ? -remainder : remainder);
  const keeps = twice < denominator || (twice === denominator && quotient % 2n === 0n);
  if (keeps) return quotient;
  return numerator < 0n ? quotient - 1n : quotient + 1n;
}

/**
 * How many whole times the denominator fits: the largest integer that is not above `numerator / denominator`.
 * @throws RangeError unless the denominator is above zero.
 */
export function divideDown(numerator: bigint, denominator: bigint): bigint {
  assertPositive(denominator);
  const quotient = numerator / denominator;
  return numerator % denominator < 0n ? quotient - 1n : quotient;
}

function assertPositive(denominator: bigint): void {
  if (denominator <= 0n) throw new RangeError(`Cannot divide by ${denominator}: it must be above zero.`);
}
