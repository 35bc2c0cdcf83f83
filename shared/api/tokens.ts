import { z } from 'zod';
import { permissions, roles } from '#shared/auth/roles.ts';
import { endpoint } from './endpoint.ts';
import { id, idempotencyKey, instant, pageInput, pageOf } from './values.ts';

/** How long a token may live, in days; null: until it is revoked. */
export const tokenDays = [30, 90, 365] as const;

export const apiToken = z
  .object({
    id: z.number().int(),
    name: z.string(),
    prefix: z.string().meta({ description: 'How its text begins: to tell one from another' }),
    role: z.enum(roles),
    permissions: z
      .array(z.enum(permissions))
      .nullable()
      .meta({ description: 'What of its role it may; null: all' }),
    sensitive: z
      .boolean()
      .meta({ description: 'Whether it may do what asks a person for their password again' }),
    status: z.enum(['open', 'expired', 'revoked']),
    madeBy: z.string(),
    createdAt: instant,
    /** To the minute. */
    lastUsedAt: instant.nullable(),
    expiresAt: instant.nullable(),
    revokedAt: instant.nullable(),
  })
  .meta({ id: 'ApiToken' });

export const tokens = {
  list: endpoint({
    method: 'GET',
    path: '/api/admin/tokens',
    access: 'admins.write',
    summary: 'API tokens, newest first; never their texts',
    input: z.object({ ...pageInput }),
    output: pageOf(apiToken),
  }),
  make: endpoint({
    method: 'POST',
    path: '/api/admin/tokens',
    access: 'admins.write',
    stepUp: 'always',
    summary: 'Make an API token; its text is told once',
    input: z.strictObject({
      name: z.string().trim().min(1, 'Write a name').max(100, 'At most 100 letters'),
      role: z.enum(roles),
      permissions: z.array(z.enum(permissions)).min(1, 'Choose at least one').max(50).nullable(),
      sensitive: z.boolean(),
      days: z
        .number()
        .int()
        .nullable()
        .refine((days) => days === null || (tokenDays as readonly number[]).includes(days), {
          message: `Choose one of ${tokenDays.join(', ')} days, or none`,
        }),
      idempotencyKey,
    }),
    output: z.object({
      token: apiToken,
      text: z.string().nullable().meta({ description: 'Null for a repeat: it was told the first time' }),
    }),
  }),
  revoke: endpoint({
    method: 'POST',
    path: '/api/admin/tokens/:id/revoke',
    access: 'admins.write',
    summary: 'Close a token at once; a repeat changes nothing',
    input: z.strictObject({ id }),
    output: apiToken,
  }),
};
