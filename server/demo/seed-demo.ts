import { sql } from 'drizzle-orm';
import { defaultBillingSettings } from '#shared/api/settings.ts';
import { parseMoney } from '#shared/billing/money.ts';
import { HOUR } from '#shared/billing/period.ts';
import { rates } from '#shared/schema/index.ts';
import type { Context } from '../context.ts';
import { openRun } from '../services/billing/open-run.ts';
import { ServerUptimeService } from '../services/infrastructure/server-uptime-service.ts';
import { getBillingSettings } from '../services/settings/get-billing-settings.ts';
import { updateBillingSettings } from '../services/settings/update-billing-settings.ts';
import { adjustWallet } from '../services/wallets/adjust-wallet.ts';
import type { DemoClock } from './demo-clock.ts';

/** Hours of history the demo is seeded with; the last of them are left for the first run a newcomer sees. */
export const HOURS_OF_HISTORY = 8;
const HOURS_LEFT_DUE = 2;
const OBSERVE_EVERY_MINUTES = 20;

/** Monthly prices of the demo's packages. Package 4 has none: dora's server waits for one, visibly. */
const monthlyPrices: Record<number, string> = { 1: '5.00', 2: '9.00', 3: '17.00', 7: '15.00', 8: '14.00' };

/** What the four people and the companies paid in before the demo begins; chidi's wallet is nearly empty. */
const openingCredit = (customerId: number): string =>
  customerId === 4 ? '0.10' : `${20 + ((customerId * 7) % 60)}.00`;

/**
 * Makes the demo's past with the product's own verbs, at a clock that is set through it: prices, credit, billing
 * switched on, servers looked at every twenty minutes, a run an hour. Ends `now`, with the last two hours unbilled.
 */
export async function seedDemo(ctx: Context, clock: DemoClock, now: Date): Promise<void> {
  const start = wholeHour(new Date(now.getTime() - HOURS_OF_HISTORY * HOUR * 1000));
  const uptime = new ServerUptimeService(ctx);
  clock.set(start);
  await addPrices(ctx, start);
  await uptime.observeServers('start');
  await fillWallets(ctx);
  await switchOn(ctx);
  const lastRun = now.getTime() - HOURS_LEFT_DUE * HOUR * 1000;
  for (let at = start.getTime(); at < now.getTime(); at += OBSERVE_EVERY_MINUTES * 60_000) {
    clock.set(new Date(at));
    const onTheHour = at % (HOUR * 1000) === 0;
    if (onTheHour && at > start.getTime() && at <= lastRun) await billOnce(ctx, uptime);
    else if (at > start.getTime()) await uptime.observeServers('schedule');
  }
}

async function billOnce(ctx: Context, uptime: ServerUptimeService): Promise<void> {
  const { runId } = await openRun(ctx, { trigger: 'schedule', requestedBy: null });
  await uptime.processHourlyBilling(runId);
}

async function addPrices(ctx: Context, start: Date): Promise<void> {
  const effectiveFrom = new Date(start.getTime() - 24 * HOUR * 1000);
  await ctx.db.insert(rates).values(
    Object.entries(monthlyPrices).map(([packageId, price]) => ({
      packageId: Number(packageId),
      monthlyPriceMicros: parseMoney(price),
      effectiveFrom,
      reason: 'demo price list',
      createdAt: start,
    })),
  );
}

async function fillWallets(ctx: Context): Promise<void> {
  const { rows } = await ctx.db.execute<{ id: number }>(sql`SELECT id FROM customers ORDER BY id`);
  for (const { id } of rows) {
    await adjustWallet(ctx, {
      id,
      direction: 'credit',
      amount: parseMoney(openingCredit(id)),
      reason: 'opening credit of the demo',
      idempotencyKey: `demo-opening-${id}`,
    });
  }
}

async function switchOn(ctx: Context): Promise<void> {
  const { version } = await getBillingSettings(ctx, {});
  const settings = {
    ...defaultBillingSettings,
    enabled: true,
    requestsPerMinute: 6000,
    requestConcurrency: 8,
  };
  await updateBillingSettings(ctx, { settings, version, resumeFrom: 'now' });
}

function wholeHour(at: Date): Date {
  return new Date(Math.floor(at.getTime() / (HOUR * 1000)) * HOUR * 1000);
}
