import type { SecretBox } from '../../secrets/secret-box.ts';
import { seededToken } from '../../secrets/seeded-token.ts';

const PREFIX = 'skylink_';
const TOKEN = /^skylink_[\w-]{43}$/;

/** The token of a link's seed. */
export function linkTokenOf(secrets: SecretBox, seed: string): string {
  return PREFIX + seededToken(secrets, 'customer-link', seed);
}

/** Whether a text means to be a link's token, though a mail may have cut it short. */
export function isMeantAsLink(text: string): boolean {
  return text.startsWith(PREFIX);
}

/** Whether a text can be a link's token at all; what cannot be is not looked up. */
export function looksLikeLinkToken(text: string): boolean {
  return TOKEN.test(text);
}
