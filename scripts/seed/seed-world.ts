import { sql } from 'drizzle-orm';
import { asSystem, type Context } from '#server/context.ts';
import { type DemoClock, demoClock } from '#server/demo/demo-clock.ts';
import { startVirtFusionEmulator } from '#server/emulators/virtfusion/start-virtfusion-emulator.ts';
import { createVirtFusionClient } from '#server/integrations/virtfusion/client.ts';
import { openRun } from '#server/services/billing/open-run.ts';
import { ServerUptimeService } from '#server/services/infrastructure/server-uptime-service.ts';
import { addRate } from '#server/services/rates/add-rate.ts';
import { getBillingSettings } from '#server/services/settings/get-billing-settings.ts';
import { updateBillingSettings } from '#server/services/settings/update-billing-settings.ts';
import { adjustWallet } from '#server/services/wallets/adjust-wallet.ts';
import { parseMoney } from '#shared/billing/money.ts';
import type { SeededWorld } from './seeded-world.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/**
 * Makes a world's past with the product's own verbs, on an emulated panel, at a clock that is set through it; ends at
 * the beginning of the present hour. The panel is gone afterwards.
 * @throws Error when there is anything in the database already
 */
export async function seedWorld(ctx: Context, world: SeededWorld): Promise<void> {
  await refuseUnlessEmpty(ctx);
  const until = new Date(Math.floor(ctx.clock.now().getTime() / HOUR_MS) * HOUR_MS);
  const start = new Date(until.getTime() - world.hours * HOUR_MS);
  const clock = demoClock(ctx.clock, new Date(start.getTime() - HOUR_MS));
  const emulator = await startVirtFusionEmulator({
    now: () => clock.now(),
    fleet: (panel) => world.fill(panel, { start, until }),
  });
  const client = createVirtFusionClient({
    baseUrl: emulator.url,
    token: emulator.token,
    reach: 'private',
    requestsPerMinute: 100_000,
    concurrency: 8,
    clock,
    log: ctx.log,
  });
  const past: Context = {
    ...asSystem(ctx, `seed ${world.name}`),
    clock,
    databaseNow: async () => clock.now(),
    panel: async () => ({ source: 'settings', url: emulator.url, client }),
  };
  try {
    await liveThrough(past, { world, clock, start, until });
  } finally {
    await client.close();
    await emulator.close();
  }
}

/** @throws Error naming what is there. */
async function refuseUnlessEmpty(ctx: Context): Promise<void> {
  for (const table of ['servers', 'customers', 'sweeps', 'billing_runs', 'transactions', 'rates']) {
    const { rows } = await ctx.db.execute(sql`SELECT FROM ${sql.identifier(table)} LIMIT 1`);
    if (rows.length === 0) continue;
    throw new Error(
      `This database has rows in ${table} already: a seeded world is never laid among others. Give an empty one, for instance DATA_DIR=.data/seed.`,
    );
  }
}

async function liveThrough(
  ctx: Context,
  { world, clock, start, until }: { world: SeededWorld; clock: DemoClock; start: Date; until: Date },
): Promise<void> {
  const uptime = new ServerUptimeService(ctx);
  await uptime.observeServers('start');
  await addPrices(ctx, world);
  await fillWallets(ctx, world);
  clock.set(start);
  await switchOn(ctx, world);
  const step = world.observeEveryMinutes * MINUTE_MS;
  for (let at = start.getTime(); at <= until.getTime(); at += step) {
    clock.set(new Date(at));
    if (isBilled(at, { world, start, until })) await billOnce(ctx, uptime);
    else await uptime.observeServers('schedule');
  }
}

function isBilled(
  at: number,
  { world, start, until }: { world: SeededWorld; start: Date; until: Date },
): boolean {
  if (at % HOUR_MS !== 0 || at === start.getTime()) return false;
  const lastDay = until.getTime() - at <= 24 * HOUR_MS;
  return lastDay || ((at - start.getTime()) / HOUR_MS) % world.billEveryHours === 0;
}

async function billOnce(ctx: Context, uptime: ServerUptimeService): Promise<void> {
  const { runId } = await openRun(ctx, { trigger: 'schedule', requestedBy: null });
  await uptime.processHourlyBilling(runId);
}

async function addPrices(ctx: Context, world: SeededWorld): Promise<void> {
  for (const [packageId, price] of Object.entries(world.prices)) {
    await addRate(ctx, {
      packageId: Number(packageId),
      monthlyPrice: parseMoney(price),
      coverWaiting: false,
      reason: `price list of ${world.name}`,
    });
  }
}

async function fillWallets(ctx: Context, world: SeededWorld): Promise<void> {
  const { rows } = await ctx.db.execute<{ id: number }>(sql`SELECT id FROM customers ORDER BY id`);
  for (const { id } of rows) {
    await adjustWallet(ctx, {
      id,
      direction: 'credit',
      amount: parseMoney(world.openingCredit(id)),
      reason: 'opening credit',
      idempotencyKey: `seed-opening-${id}`,
    });
  }
}

async function switchOn(ctx: Context, world: SeededWorld): Promise<void> {
  const { settings, version } = await getBillingSettings(ctx, {});
  await updateBillingSettings(ctx, {
    settings: { ...settings, enabled: true, observationIntervalMinutes: world.observeEveryMinutes },
    version,
    resumeFrom: 'now',
  });
}
