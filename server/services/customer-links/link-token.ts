import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { SecretBox } from '../../secrets/secret-box.ts';

const PREFIX = 'skylink_';
const TOKEN = /^skylink_[\w-]{43}$/;

/** What a token is made from, with the secret key: 128 random bits, new for each link. */
export function newLinkSeed(): string {
  return randomBytes(16).toString('base64url');
}

/**
 * The token of a seed: `skylink_` and 32 bytes signed with the secret key. Whoever reads the database alone cannot
 * make it; a message that waits to be sent keeps the id of its link, and asks for the token when it goes out.
 */
export function linkTokenOf(secrets: SecretBox, seed: string): string {
  const mac = createHmac('sha256', secrets.derive('customer-link')).update(seed).digest('base64url');
  return PREFIX + mac;
}

/** Whether a text means to be a link's token, though a mail may have cut it short. */
export function isMeantAsLink(text: string): boolean {
  return text.startsWith(PREFIX);
}

/** Whether a text can be a link's token at all; what cannot be is not looked up. */
export function looksLikeLinkToken(text: string): boolean {
  return TOKEN.test(text);
}

/** Under what a token is found. Its 256 bits need no salt and no slow hash. */
export function linkTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
