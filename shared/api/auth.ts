import { z } from 'zod';
import { roles } from '#shared/auth/roles.ts';
import { endpoint } from './endpoint.ts';

export const signedInAdmin = z
  .object({ id: z.number().int(), email: z.string(), name: z.string(), role: z.enum(roles) })
  .meta({ id: 'Admin' });

const session = z
  .object({
    admin: signedInAdmin,
    currency: z.string(),
    timezone: z.string(),
    demo: z.boolean(),
    version: z.string(),
  })
  .meta({ id: 'Session' });

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
    summary: 'Sign in with e-mail and password; sets the session cookie',
    input: z.strictObject({
      email: z.email('Write an e-mail address').max(200),
      password: z.string().min(1, 'Write your password').max(500),
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
};
