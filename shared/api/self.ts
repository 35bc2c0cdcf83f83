import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { newPassword } from './sign-in-values.ts';
import { instant } from './values.ts';

const done = z.object({ success: z.literal(true) });

/** Told once: they are kept as hashes only. */
const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });

const ownSession = z
  .object({
    id: z.string().meta({ description: 'Names the session; opens nothing' }),
    current: z.boolean(),
    beganAt: instant,
    lastUsedAt: instant,
    address: z.string().nullable(),
    browser: z.string().nullable(),
  })
  .meta({ id: 'OwnSession' });

/** What admins do about their own way in. A token has none, and is refused. */
export const self = {
  get: endpoint({
    method: 'GET',
    path: '/api/auth/self',
    access: 'signed-in',
    summary: 'Your own way in: second factor, recovery codes, sessions; never a secret',
    input: z.object({}),
    output: z.object({
      secondFactor: z.object({
        since: instant.nullable(),
        recoveryCodesLeft: z.number().int(),
        required: z.boolean(),
      }),
      sessions: z.array(ownSession),
    }),
  }),
  changePassword: endpoint({
    method: 'PUT',
    path: '/api/auth/self/password',
    access: 'signed-in',
    summary: 'Change your password; ends all your other sessions',
    input: z.strictObject({
      current: z.string().min(1, 'Write the password you have now').max(500),
      password: newPassword,
    }),
    output: done,
  }),
  endSession: endpoint({
    method: 'DELETE',
    path: '/api/auth/self/sessions/:session',
    access: 'signed-in',
    summary: 'End one of your sessions; a repeat changes nothing',
    input: z.strictObject({ session: z.string().regex(/^[0-9a-f]{64}$/, 'Take the id from the list') }),
    output: done,
  }),
  endOtherSessions: endpoint({
    method: 'POST',
    path: '/api/auth/self/sessions/end-others',
    access: 'signed-in',
    summary: 'End all your sessions but this one',
    input: z.strictObject({}),
    output: z.object({ ended: z.number().int() }),
  }),
  beginSecondFactor: endpoint({
    method: 'POST',
    path: '/api/auth/self/second-factor',
    access: 'signed-in',
    stepUp: 'always',
    summary: 'Begin to set up an authenticator app; counts for nothing until a code proves it',
    input: z.strictObject({}),
    output: z.object({
      secret: z.string().meta({ description: 'Told only here, to be typed where nothing can be scanned' }),
      uri: z.string(),
      qr: z.string().meta({ description: 'The address as a QR code, SVG' }),
    }),
  }),
  confirmSecondFactor: endpoint({
    method: 'POST',
    path: '/api/auth/self/second-factor/confirm',
    access: 'signed-in',
    stepUp: 'always',
    summary: 'Prove the authenticator app by a code; from then on sign-in asks for one',
    input: z.strictObject({
      code: z
        .string()
        .trim()
        .regex(/^\d{6}$/, 'Write the six digits'),
    }),
    output: recoveryCodes,
  }),
  removeSecondFactor: endpoint({
    method: 'DELETE',
    path: '/api/auth/self/second-factor',
    access: 'signed-in',
    stepUp: 'always',
    summary: 'Sign in without a code again, where the rules allow it; a repeat changes nothing',
    input: z.strictObject({}),
    output: done,
  }),
  renewRecoveryCodes: endpoint({
    method: 'POST',
    path: '/api/auth/self/recovery-codes',
    access: 'signed-in',
    stepUp: 'always',
    summary: 'Ten new recovery codes; the old ones stop working',
    input: z.strictObject({}),
    output: recoveryCodes,
  }),
};
