import type { adminSecondFactors } from '#shared/schema/index.ts';
import type { Context } from '../../../context.ts';
import { secondFactorPlace } from '../../secrets/second-factor-place.ts';

/** What is kept of the secret an app shares with us: it opens for this admin, under the key of the installation. */
export function sealTotpSecret(
  { secrets }: Pick<Context, 'secrets'>,
  adminId: number,
  secret: string,
): string {
  return secrets.seal(secret, secondFactorPlace(adminId));
}

/** @throws SecretBoxError when it was changed, moved to another admin, or sealed under another key */
export function openTotpSecret(
  { secrets }: Pick<Context, 'secrets'>,
  { adminId, sealedSecret }: Pick<typeof adminSecondFactors.$inferSelect, 'adminId' | 'sealedSecret'>,
): string {
  return secrets.open(sealedSecret, secondFactorPlace(adminId));
}
