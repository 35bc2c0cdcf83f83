import assert from 'node:assert/strict';
import { eq } from 'drizzle-orm';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { customerLinks, serverHourlyBillingSettings } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { customerOf } from '../customer-links/customer-of.ts';
import { getCustomer } from '../customers/get-customer.ts';

/** What a customer has, and how long it lasts. @throws AppError 'unauthenticated' without a link */
export async function readAccount(ctx: Context): Promise<OutputOf<typeof api.account.get>> {
  const { name, servers, balance, burnPerHour, hoursLeft } = await getCustomer(ctx, { id: customerOf(ctx) });
  const [settings] = await ctx.db
    .select({
      currency: serverHourlyBillingSettings.currency,
      timezone: serverHourlyBillingSettings.timezone,
    })
    .from(serverHourlyBillingSettings);
  assert(settings, 'the row of billing settings is made by the first migration');
  const { account: payPal, smallest, largest } = await ctx.paypal();
  const topUp = payPal ? { smallest, largest } : null;
  const linkExpiresAt = await expiryOfLink(ctx);
  return { name, servers, balance, burnPerHour, hoursLeft, ...settings, topUp, linkExpiresAt };
}

async function expiryOfLink({ db, actor }: Context): Promise<Date> {
  assert(actor.kind === 'customer', 'customerOf has refused everybody else');
  const [link] = await db
    .select({ expiresAt: customerLinks.expiresAt })
    .from(customerLinks)
    .where(eq(customerLinks.id, actor.linkId));
  assert(link, 'a link is never deleted, and this one has just let the request in');
  return link.expiresAt;
}
