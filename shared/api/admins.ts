import { z } from 'zod';
import { roles, secondFactorRules } from '#shared/auth/roles.ts';
import { endpoint } from './endpoint.ts';
import { id, idempotencyKey, instant, pageInput, pageOf } from './values.ts';

/** How long an invitation may be open; who needs longer is invited anew. */
export const invitationDays = [1, 3, 7] as const;

export const adminAccount = z
  .object({
    id: z.number().int(),
    email: z.string(),
    name: z.string(),
    role: z.enum(roles),
    secondFactor: z.boolean(),
    createdAt: instant,
    disabledAt: instant.nullable(),
    lastSignInAt: instant.nullable(),
  })
  .meta({ id: 'AdminAccount' });

export const invitation = z
  .object({
    id: z.number().int(),
    email: z.string(),
    role: z.enum(roles),
    status: z.enum(['open', 'accepted', 'expired', 'revoked']),
    invitedBy: z.string(),
    createdAt: instant,
    expiresAt: instant,
    acceptedAt: instant.nullable(),
  })
  .meta({ id: 'Invitation' });

export const admins = {
  list: endpoint({
    method: 'GET',
    path: '/api/admin/admins',
    access: 'admins.write',
    summary: 'Who may sign in, oldest first, those disabled too',
    input: z.object({ ...pageInput }),
    output: pageOf(adminAccount),
  }),
  setRole: endpoint({
    method: 'PUT',
    path: '/api/admin/admins/:id/role',
    access: 'admins.write',
    stepUp: 'always',
    summary: 'Give another admin another role; ends their sessions. There is always an owner',
    input: z.strictObject({ id, role: z.enum(roles) }),
    output: adminAccount,
  }),
  disable: endpoint({
    method: 'POST',
    path: '/api/admin/admins/:id/disable',
    access: 'admins.write',
    stepUp: 'always',
    summary: 'Let another admin in no more; ends their sessions. A repeat changes nothing',
    input: z.strictObject({ id }),
    output: adminAccount,
  }),
  enable: endpoint({
    method: 'POST',
    path: '/api/admin/admins/:id/enable',
    access: 'admins.write',
    stepUp: 'always',
    summary: 'Let an admin in again',
    input: z.strictObject({ id }),
    output: adminAccount,
  }),
  resetSecondFactor: endpoint({
    method: 'POST',
    path: '/api/admin/admins/:id/reset-second-factor',
    access: 'admins.write',
    stepUp: 'always',
    summary: 'Take the second factor from an admin who lost it; ends their sessions',
    input: z.strictObject({ id }),
    output: adminAccount,
  }),
  rules: endpoint({
    method: 'GET',
    path: '/api/admin/sign-in-rules',
    access: 'settings.read',
    summary: 'Who must have a second factor',
    input: z.object({}),
    output: z.object({ secondFactor: z.enum(secondFactorRules) }),
  }),
  saveRules: endpoint({
    method: 'PUT',
    path: '/api/admin/sign-in-rules',
    access: 'admins.write',
    stepUp: 'always',
    summary: 'Say who must have a second factor: those without one may do nothing before they set it up',
    input: z.strictObject({ secondFactor: z.enum(secondFactorRules) }),
    output: z.object({ secondFactor: z.enum(secondFactorRules) }),
  }),
};

export const invitations = {
  list: endpoint({
    method: 'GET',
    path: '/api/admin/invitations',
    access: 'admins.write',
    summary: 'Who was invited, newest first; never the links',
    input: z.object({ ...pageInput }),
    output: pageOf(invitation),
  }),
  invite: endpoint({
    method: 'POST',
    path: '/api/admin/invitations',
    access: 'admins.write',
    stepUp: 'always',
    summary: 'Invite an admin by a link that works once; the same key twice tells the same link',
    input: z.strictObject({
      email: z.email('Write an e-mail address').max(200, 'At most 200 letters'),
      role: z.enum(roles),
      days: z
        .number()
        .int()
        .refine((days) => (invitationDays as readonly number[]).includes(days), {
          message: `Choose one of ${invitationDays.join(', ')} days`,
        }),
      idempotencyKey,
    }),
    output: z.object({
      invitation,
      token: z.string().meta({ description: "Goes behind the # of the page's address: /invitation#token" }),
      url: z
        .string()
        .nullable()
        .meta({ description: 'The whole address; null where PUBLIC_URL does not say where pages are' }),
    }),
  }),
  revoke: endpoint({
    method: 'POST',
    path: '/api/admin/invitations/:id/revoke',
    access: 'admins.write',
    summary: 'Withdraw an invitation; a repeat changes nothing',
    input: z.strictObject({ id }),
    output: invitation,
  }),
};
