import { generateSecret, generateURI, verify } from 'otplib';

const STEP_SECONDS = 30;
/** One step to either side: clocks of phones go wrong by some seconds. */
const TOLERANCE_SECONDS = 30;
const ISSUER = 'SkyPANEL Hourly Billing';

/** What an authenticator app and we share: 160 random bits in base 32. */
export function newTotpSecret(): string {
  return generateSecret();
}

/** What an authenticator app scans. */
export function totpUri(secret: string, email: string): string {
  return generateURI({ issuer: ISSUER, label: email, secret });
}

/**
 * The 30-second step whose code this is, counted from 1970; null for a code of no step around `at`, or of one that is
 * not after `afterStep`: a code works once.
 */
export async function stepOfCode(
  { secret, code }: { secret: string; code: string },
  { at, afterStep }: { at: Date; afterStep: number | null },
): Promise<number | null> {
  const epoch = Math.floor(at.getTime() / 1000);
  // The library refuses to look where nothing can be found.
  if (afterStep !== null && afterStep > Math.floor((epoch + TOLERANCE_SECONDS) / STEP_SECONDS)) return null;
  const found = await verify({
    secret,
    token: code,
    epoch,
    epochTolerance: TOLERANCE_SECONDS,
    ...(afterStep === null ? {} : { afterTimeStep: afterStep }),
  });
  return found.valid ? Math.floor(epoch / STEP_SECONDS) + found.delta : null;
}
