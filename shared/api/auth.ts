import { z } from 'zod';
import { roles } from '#shared/auth/roles.ts';
import { endpoint } from './endpoint.ts';
import { newPassword, oneTimeCode } from './sign-in-values.ts';
import { instant } from './values.ts';

export const signedInAdmin = z
  .object({ id: z.number().int(), email: z.string(), name: z.string(), role: z.enum(roles) })
  .meta({ id: 'Admin' });

const session = z
  .object({
    admin: signedInAdmin,
    secondFactor: z.enum(['off', 'missing', 'on']).meta({
      description: 'missing: the rules ask for one, and nothing else may be done before it is set up',
    }),
    currency: z.string(),
    timezone: z.string(),
    demo: z.boolean(),
    version: z.string(),
  })
  .meta({ id: 'Session' });

const invitationToken = z.string().trim().min(1, 'Open the link as it was sent to you').max(200);

export const auth = {
  hints: endpoint({
    method: 'GET',
    path: '/api/auth/hints',
    access: 'public',
    summary: 'What the sign-in page may say before anyone signed in',
    input: z.object({}),
    output: z.object({ demo: z.boolean() }),
  }),
  me: endpoint({
    method: 'GET',
    path: '/api/auth/me',
    access: 'signed-in',
    summary: 'Who is signed in, and the installation they are signed in to',
    input: z.object({}),
    output: session,
  }),
  signIn: endpoint({
    method: 'POST',
    path: '/api/auth/sign-in',
    access: 'public',
    summary: 'Sign in with e-mail, password and, where it is set up, a code; sets the session cookie',
    input: z.strictObject({
      email: z.email('Write an e-mail address').max(200),
      password: z.string().min(1, 'Write your password').max(500),
      code: oneTimeCode.optional(),
    }),
    output: session,
  }),
  signOut: endpoint({
    method: 'POST',
    path: '/api/auth/sign-out',
    access: 'signed-in',
    summary: 'End this session',
    input: z.strictObject({}),
    output: z.object({ success: z.literal(true) }),
  }),
  confirm: endpoint({
    method: 'POST',
    path: '/api/auth/confirm',
    access: 'signed-in',
    summary: 'Prove once more that it is you, by password or code: for ten minutes of what asks for it',
    input: z.strictObject({
      password: z.string().min(1, 'Write your password').max(500).optional(),
      code: oneTimeCode.optional(),
    }),
    output: z.object({ confirmedUntil: instant }),
  }),
  readInvitation: endpoint({
    method: 'POST',
    path: '/api/auth/invitation',
    access: 'public',
    summary: 'Whom an invitation is for; changes nothing',
    input: z.strictObject({ token: invitationToken }),
    output: z.object({ email: z.string(), role: z.enum(roles), expiresAt: instant }),
  }),
  acceptInvitation: endpoint({
    method: 'POST',
    path: '/api/auth/invitation/accept',
    access: 'public',
    summary: 'Become the admin one was invited to be: works once; sets the session cookie',
    input: z.strictObject({
      token: invitationToken,
      name: z.string().trim().min(1, 'Write your name').max(100, 'At most 100 letters'),
      password: newPassword,
    }),
    output: session,
  }),
};
