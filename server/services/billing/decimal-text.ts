/** An integer of 10^-decimals as the shortest exact decimal text: (150n, 2) → '1.5', (-200n, 2) → '-2'. */
export function decimalText(units: bigint, decimals: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${whole}${fraction && '.'}${fraction}`;
}

/** Hundredths of seconds, as charges count them, in seconds. */
export function secondsText(hundredths: number): string {
  return decimalText(BigInt(hundredths), 2);
}
