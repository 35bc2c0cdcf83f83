import { eq, isNull } from 'drizzle-orm';
import type { Context } from '#server/context.ts';
import type { Database } from '#server/db/client.ts';
import { sqlState } from '#server/db/transaction.ts';
import { getBillingSettings } from '#server/services/settings/get-billing-settings.ts';
import { settingKeys } from '#server/services/settings/settings-keys.ts';
import { api } from '#shared/api/index.ts';
import { billingSettings, defaultBillingSettings } from '#shared/api/settings.ts';
import { billingSwitches, serverHourlyBillingSettings, settings } from '#shared/schema/index.ts';
import { asTable } from '../as-table.ts';
import type { ScriptApi } from './script-api.ts';

/** The toggle at one station: what is there, and the boolean it stands for; null where it stands for none. */
export interface ToggleStation {
  station: string;
  raw: string;
  means: boolean | null;
  note: string;
}

export interface ToggleReport {
  text: string;
  /** The first station that says something else than the one before it; null when all agree. */
  firstThatDiffers: string | null;
}

/**
 * The toggle of hourly billing at every station from the saved key to the switch on the page, in a transaction that
 * can only read. The key is the truth; where there is none, the form's default is.
 */
export async function explainBillingToggle(
  ctx: Context & { db: Database },
  { door = null }: { door?: ScriptApi | null } = {},
): Promise<ToggleReport> {
  const inDatabase = await ctx.db
    .transaction((db) => readDatabase({ ...ctx, db, inTransaction: true }), { accessMode: 'read only' })
    .catch(explainMissingTables);
  const stations = [...inDatabase, ...(door ? await readApplication(door) : [])];
  const truth = stations.find((station) => station.means !== null)?.means ?? null;
  const first = stations.find((station) => station.means !== truth);
  return { text: report(stations, first, door !== null), firstThatDiffers: first?.station ?? null };
}

async function readDatabase(ctx: Context): Promise<ToggleStation[]> {
  const saved = await savedKey(ctx);
  const fallback = saved === null;
  const [row] = await ctx.db.select().from(serverHourlyBillingSettings);
  const verb = (await getBillingSettings(ctx, {})).settings;
  const [open] = await ctx.db.select().from(billingSwitches).where(isNull(billingSwitches.onUntil));
  const wire = api.settings.get.output.shape.settings.shape.enabled.safeParse(verb.enabled);
  const field = billingSettings.shape.enabled.safeParse(verb.enabled);
  return [
    {
      station: `key ${settingKeys.enabled}`,
      raw: saved === null ? '(no key)' : quote(saved),
      means: fallback ? defaultBillingSettings.enabled : booleanOf(saved),
      note: fallback
        ? `the form's default stands for it: ${defaultBillingSettings.enabled}`
        : 'text to boolean',
    },
    {
      station: 'server_hourly_billing_settings.cron_enabled',
      raw: row ? String(row.cronEnabled) : '(no row)',
      means: row?.cronEnabled ?? null,
      note: 'projected by the trigger settings_project',
    },
    {
      station: 'billing_switches',
      raw: open ? `open since ${open.onFrom.toISOString()}` : 'none open',
      means: open !== undefined,
      note: 'only time inside an open switch is billed',
    },
    {
      station: 'verb getBillingSettings',
      raw: String(verb.enabled),
      means: verb.enabled,
      note: 'row to record',
    },
    {
      station: 'reply of the API',
      raw: wire.success ? JSON.stringify(wire.data) : 'does not fit the schema',
      means: wire.success ? wire.data : null,
      note: 'record to JSON, by api.settings.get',
    },
    {
      station: 'switch on the form',
      raw: field.success ? (field.data ? 'on' : 'off') : 'does not fit the schema',
      means: field.success ? field.data : null,
      note: `boolean to switch, by billingSettings; a form without a record shows ${defaultBillingSettings.enabled ? 'on' : 'off'}`,
    },
    {
      station: 'schedule the cron arms',
      raw: row
        ? `${row.cronEnabled ? 'start' : 'leave'} ${quote(row.cronSchedule)} in ${row.timezone}`
        : '(no row)',
      means: row?.cronEnabled ?? null,
      note: 'CronService.updateCronSchedule',
    },
  ];
}

async function readApplication(door: ScriptApi): Promise<ToggleStation[]> {
  const saved = await door.call(api.settings.get, {});
  const { hourlyBilling, observation } = (await door.call(api.cron.status, {})).cronStatus;
  const stations: ToggleStation[] = [
    {
      station: 'running application: settings',
      raw: String(saved.settings.enabled),
      means: saved.settings.enabled,
      note: `${door.url}${api.settings.get.path}`,
    },
  ];
  // A process without the role cron has nothing armed, and so nothing to say.
  if (observation.isScheduled) {
    stations.push({
      station: 'running application: scheduled task',
      raw: hourlyBilling.isScheduled
        ? `next run ${hourlyBilling.nextRun?.toISOString() ?? 'never'}`
        : 'not armed',
      means: hourlyBilling.isScheduled,
      note: `${door.url}${api.cron.status.path}`,
    });
  }
  return stations;
}

async function savedKey(ctx: Context): Promise<string | null> {
  const [row] = await ctx.db.select().from(settings).where(eq(settings.key, settingKeys.enabled));
  return row?.value ?? null;
}

/** As the trigger reads it: exactly these two words. */
function booleanOf(text: string): boolean | null {
  return text === 'true' ? true : text === 'false' ? false : null;
}

function quote(text: string): string {
  return `'${text}'`;
}

function explainMissingTables(error: unknown): never {
  if (sqlState(error) !== '42P01') throw error;
  throw new Error('This database lacks tables of this application: npm start makes them.', { cause: error });
}

function report(
  stations: readonly ToggleStation[],
  first: ToggleStation | undefined,
  asked: boolean,
): string {
  const table = asTable(
    ['station', 'is', 'means', 'how'],
    stations.map(({ station, raw, means, note }) => [
      station,
      raw,
      means === null ? '?' : means ? 'on' : 'off',
      note,
    ]),
  );
  const unasked = asked ? '' : '\nThe running application was not asked: give --token to ask it.';
  const verdict = first
    ? `The first station that differs: ${first.station}.`
    : 'The toggle is the same at every station.';
  return `${table}\n${unasked}\n${verdict} Nothing was changed.`;
}
