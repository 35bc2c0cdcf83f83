import { randomBytes } from 'node:crypto';

const TOKEN = /^sky_[\w-]{43}$/;

/** A new API token: `sky_` and 32 random bytes. */
export function newTokenText(): string {
  return `sky_${randomBytes(32).toString('base64url')}`;
}

/** Whether a text can be one of our tokens at all; what cannot be is not looked up. */
export function looksLikeToken(text: string): boolean {
  return TOKEN.test(text);
}

/** The start of a token, for people to tell theirs apart: too short to guess the rest from. */
export function tokenPrefix(token: string): string {
  return token.slice(0, 10);
}
