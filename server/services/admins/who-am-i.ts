import { eq } from 'drizzle-orm';
import type { auth } from '#shared/api/auth.ts';
import type { OutputOf } from '#shared/api/endpoint.ts';
import { admins, serverHourlyBillingSettings } from '#shared/schema/index.ts';
import { type Context, isStaff } from '../../context.ts';
import { AppError } from '../../errors.ts';
import type { SignedInAdmin } from './sign-in.ts';

/** What an installation says of itself to those who are signed in. */
export interface Installation {
  demo: boolean;
  version: string;
}

/** The caller, and the installation they are signed in to. Throws 'unauthenticated' if nobody is. */
export async function whoAmI(ctx: Context, installation: Installation): Promise<OutputOf<typeof auth.me>> {
  return describeSession(ctx, await callerOf(ctx), installation);
}

/** The session of an admin, as the pages need it. */
export async function describeSession(
  ctx: Context,
  admin: SignedInAdmin,
  { demo, version }: Installation,
): Promise<OutputOf<typeof auth.me>> {
  const [settings] = await ctx.db
    .select({
      currency: serverHourlyBillingSettings.currency,
      timezone: serverHourlyBillingSettings.timezone,
    })
    .from(serverHourlyBillingSettings);
  if (!settings) throw new Error('The row of billing settings, made by the first migration, is missing');
  return { admin, ...settings, demo, version };
}

async function callerOf(ctx: Context): Promise<SignedInAdmin> {
  const { actor } = ctx;
  if (!isStaff(actor)) throw new AppError('unauthenticated', 'Sign in first.');
  if (actor.kind === 'token') return { id: actor.id, email: 'API token', name: actor.name, role: actor.role };
  const [admin] = await ctx.db.select({ email: admins.email }).from(admins).where(eq(admins.id, actor.id));
  if (!admin) throw new AppError('unauthenticated', 'Sign in first.');
  return { id: actor.id, email: admin.email, name: actor.name, role: actor.role };
}
