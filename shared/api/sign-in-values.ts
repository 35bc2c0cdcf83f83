import { z } from 'zod';

/** A password to be kept; the server judges besides whether it is easy to guess. Taken as typed, spaces and all. */
export const newPassword = z.string().min(12, 'At least 12 letters').max(200, 'At most 200 letters');

/** Six digits of an authenticator app, or a recovery code; written with spaces or dashes or without. */
export const oneTimeCode = z
  .string()
  .max(40)
  .transform((text) => text.replace(/[\s-]/g, '').toUpperCase())
  .pipe(z.string().regex(/^(\d{6}|[0-9A-HJKMNP-TV-Z]{16})$/, 'Write the six digits, or a recovery code'));
