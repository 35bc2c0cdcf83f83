import { createHash, randomBytes } from 'node:crypto';

const TOKEN = /^sky_[\w-]{43}$/;

/** A new API token: `sky_` and 32 random bytes. */
export function newTokenText(): string {
  return `sky_${randomBytes(32).toString('base64url')}`;
}

/** Whether a text can be one of our tokens at all; what cannot be is not looked up. */
export function looksLikeToken(text: string): boolean {
  return TOKEN.test(text);
}

/** What is kept of a token. Its 256 random bits need no salt and no slow hash. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** The start of a token, for people to tell theirs apart: too short to guess the rest from. */
export function tokenPrefix(token: string): string {
  return token.slice(0, 10);
}
