import { z } from 'zod';
import { newPassword } from '#shared/api/sign-in-values.ts';
import { roles } from '#shared/auth/roles.ts';
import type { Context } from '../../context.ts';
import { insertAdmin } from './insert-admin.ts';
import { judgePassword } from './judge-password.ts';
import { hashPassword } from './passwords.ts';

/** A new admin, as it is given by the script, the environment or an invitation. */
export const newAdmin = z.strictObject({
  email: z.email('Write an e-mail address').max(200, 'At most 200 letters'),
  name: z.string().trim().min(1, 'Write a name').max(100, 'At most 100 letters'),
  role: z.enum(roles),
  password: newPassword,
});
export type NewAdmin = z.output<typeof newAdmin>;

/**
 * Adds an admin. Throws ZodError for what does not fit `newAdmin`, 'invalid_input' for a password that is easy to
 * guess, 'conflict' if the e-mail is taken.
 */
export async function createAdmin(ctx: Context, input: NewAdmin): Promise<{ id: number; email: string }> {
  const { password, ...admin } = newAdmin.parse(input);
  await judgePassword(password, admin);
  return insertAdmin(ctx, { ...admin, passwordHash: await hashPassword(password) });
}
