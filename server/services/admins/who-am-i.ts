import { eq } from 'drizzle-orm';
import type { auth } from '#shared/api/auth.ts';
import type { OutputOf } from '#shared/api/endpoint.ts';
import { needsSecondFactor } from '#shared/auth/roles.ts';
import { admins, serverHourlyBillingSettings } from '#shared/schema/index.ts';
import { type Context, isStaff } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { hasSecondFactor } from './second-factor/prove-second-factor.ts';
import { getSignInRules } from './second-factor/second-factor-rule.ts';
import type { SignedInAdmin } from './sign-in.ts';

/** What an installation says of itself to those who are signed in. */
export interface Installation {
  demo: boolean;
  version: string;
}

type Session = OutputOf<typeof auth.me>;

/** The caller, and the installation they are signed in to. Throws 'unauthenticated' if nobody is. */
export async function whoAmI(ctx: Context, installation: Installation): Promise<Session> {
  const caller = await callerOf(ctx);
  const isPerson = ctx.actor.kind === 'admin';
  return describe(ctx, caller, installation, isPerson ? await secondFactorOf(ctx, caller) : 'off');
}

/** The session that an admin has just begun, as the pages need it. */
export async function describeNewSession(
  ctx: Context,
  admin: SignedInAdmin,
  installation: Installation,
): Promise<Session> {
  return describe(ctx, admin, installation, await secondFactorOf(ctx, admin));
}

async function describe(
  ctx: Context,
  { id, email, name, role }: SignedInAdmin,
  { demo, version }: Installation,
  secondFactor: Session['secondFactor'],
): Promise<Session> {
  const [settings] = await ctx.db
    .select({
      currency: serverHourlyBillingSettings.currency,
      timezone: serverHourlyBillingSettings.timezone,
    })
    .from(serverHourlyBillingSettings);
  if (!settings) throw new Error('The row of billing settings, made by the first migration, is missing');
  return { admin: { id, email, name, role }, secondFactor, ...settings, demo, version };
}

async function secondFactorOf(ctx: Context, { id, role }: SignedInAdmin): Promise<Session['secondFactor']> {
  if (await hasSecondFactor(ctx, id)) return 'on';
  const rules = await getSignInRules(ctx);
  return needsSecondFactor(rules.secondFactor, role) ? 'missing' : 'off';
}

async function callerOf(ctx: Context): Promise<SignedInAdmin> {
  const { actor } = ctx;
  if (!isStaff(actor)) throw new AppError('unauthenticated', 'Sign in first.');
  if (actor.kind === 'token') return { id: actor.id, email: 'API token', name: actor.name, role: actor.role };
  const [admin] = await ctx.db.select({ email: admins.email }).from(admins).where(eq(admins.id, actor.id));
  if (!admin) throw new AppError('unauthenticated', 'Sign in first.');
  return { id: actor.id, email: admin.email, name: actor.name, role: actor.role };
}
