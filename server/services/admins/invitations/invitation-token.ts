import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Context } from '../../../context.ts';

const PREFIX = 'skyinvite_';

/** What the token of an invitation is made from, with the secret key: 128 random bits. */
export function newInvitationSeed(): string {
  return randomBytes(16).toString('base64url');
}

/** The token of a seed, signed with the secret key: whoever reads the database alone cannot make it. */
export function invitationTokenOf({ secrets }: Pick<Context, 'secrets'>, seed: string): string {
  return PREFIX + createHmac('sha256', secrets.derive('admin-invitation')).update(seed).digest('base64url');
}

/** Under what a token is found. Its 256 bits need no salt and no slow hash. */
export function invitationTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
