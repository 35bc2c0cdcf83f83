import type { Context } from '../../../context.ts';
import { seededToken } from '../../../secrets/seeded-token.ts';

const PREFIX = 'skyinvite_';

/** The token of an invitation's seed. */
export function invitationTokenOf({ secrets }: Pick<Context, 'secrets'>, seed: string): string {
  return PREFIX + seededToken(secrets, 'admin-invitation', seed);
}
