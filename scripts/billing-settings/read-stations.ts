import { inArray } from 'drizzle-orm';
import type { Context } from '#server/context.ts';
import type { CronService } from '#server/services/cron-service.ts';
import { getBillingSettings } from '#server/services/settings/get-billing-settings.ts';
import { settingKeys } from '#server/services/settings/settings-keys.ts';
import { api } from '#shared/api/index.ts';
import type { BillingSettings } from '#shared/api/settings.ts';
import { serverHourlyBillingSettings, settings } from '#shared/schema/index.ts';
import type { ScriptApi } from './script-api.ts';

/** The three settings of old: the toggle, the hours of a month, the schedule. */
export type Walked = Pick<BillingSettings, 'enabled' | 'hoursPerMonth' | 'cronSchedule'>;

/** What one station says, as text; undefined where it knows nothing of a setting. */
export interface Station {
  station: string;
  says: Partial<Record<keyof Walked, string>>;
}

export const walkedFields = ['enabled', 'hoursPerMonth', 'cronSchedule'] as const;

/** The three settings at every station between the form and node-cron, each read anew. */
export async function readStations(
  ctx: Context,
  { cron, door }: { cron: CronService; door: ScriptApi | null },
): Promise<Station[]> {
  const local = [await atTheKeys(ctx), await atTheRow(ctx), await atTheVerb(ctx), await atTheTask(ctx, cron)];
  return door ? [...local, await atTheApi(door), await atTheApisTask(door)] : local;
}

export function textsOf({ enabled, hoursPerMonth, cronSchedule }: Walked): Record<keyof Walked, string> {
  return { enabled: String(enabled), hoursPerMonth: String(hoursPerMonth), cronSchedule };
}

async function atTheKeys(ctx: Context): Promise<Station> {
  const keys = walkedFields.map((field) => settingKeys[field]);
  const rows = await ctx.db.select().from(settings).where(inArray(settings.key, keys));
  const saved = new Map(rows.map((row) => [row.key, row.value]));
  const says = Object.fromEntries(
    walkedFields.map((field) => [field, saved.get(settingKeys[field]) ?? '(no key)']),
  );
  return { station: 'key in settings', says };
}

async function atTheRow(ctx: Context): Promise<Station> {
  const [row] = await ctx.db.select().from(serverHourlyBillingSettings);
  if (!row) throw new Error('The row of server_hourly_billing_settings is missing.');
  const { cronEnabled: enabled, hoursPerMonth, cronSchedule } = row;
  return { station: 'typed row', says: textsOf({ enabled, hoursPerMonth, cronSchedule }) };
}

async function atTheVerb(ctx: Context): Promise<Station> {
  const saved = await getBillingSettings(ctx, {});
  return { station: 'getBillingSettings', says: textsOf(saved.settings) };
}

/** Armed by the row, as an instance does when it is told that the settings moved. */
async function atTheTask(ctx: Context, cron: CronService): Promise<Station> {
  const [row] = await ctx.db.select().from(serverHourlyBillingSettings);
  if (!row) throw new Error('The row of server_hourly_billing_settings is missing.');
  await cron.updateCronSchedule(row.cronSchedule, row.cronEnabled, row.timezone);
  const { cronStatus } = await cron.getCronStatus(ctx);
  const { isScheduled, schedule } = cronStatus.hourlyBilling;
  return { station: 'scheduled task here', says: { enabled: String(isScheduled), cronSchedule: schedule } };
}

async function atTheApi(door: ScriptApi): Promise<Station> {
  const saved = await door.call(api.settings.get, {});
  return { station: 'GET /api/admin/settings', says: textsOf(saved.settings) };
}

/** A process without the role cron has nothing armed, and so nothing to say. */
async function atTheApisTask(door: ScriptApi): Promise<Station> {
  const { cronStatus } = await door.call(api.cron.status, {});
  const { isScheduled, schedule } = cronStatus.hourlyBilling;
  const armed = cronStatus.observation.isScheduled;
  return {
    station: armed ? 'scheduled task of the application' : 'application without the role cron',
    says: armed ? { enabled: String(isScheduled), cronSchedule: schedule } : {},
  };
}
