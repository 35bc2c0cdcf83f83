import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { SecretBox } from './secret-box.ts';

/** What a token is made from, with the secret key: 128 random bits, new for each token. */
export function newSeed(): string {
  return randomBytes(16).toString('base64url');
}

/**
 * The token of a seed: 32 bytes signed with a key of their own purpose. Whoever reads the database alone cannot make
 * it, and whoever has the key makes the same one again: a message that waits keeps no token, and a repeat tells it.
 */
export function seededToken(secrets: SecretBox, purpose: 'customer-link' | 'admin-invitation', seed: string) {
  return createHmac('sha256', secrets.derive(purpose)).update(seed).digest('base64url');
}

/** Under what a token of 256 random bits is found: it needs no salt and no slow hash. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
