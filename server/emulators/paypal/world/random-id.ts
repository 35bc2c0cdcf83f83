import { randomInt } from 'node:crypto';

const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXY0123456789';

/** 17 capitals and digits, as PayPal's orders, captures and refunds have. */
export function randomId(): string {
  return Array.from({ length: 17 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}
