import type { Context } from '#server/context.ts';
import { CronService } from '#server/services/cron-service.ts';
import { getBillingSettings } from '#server/services/settings/get-billing-settings.ts';
import { updateBillingSettings } from '#server/services/settings/update-billing-settings.ts';
import { api } from '#shared/api/index.ts';
import type { BillingSettings } from '#shared/api/settings.ts';
import { asTable } from '../as-table.ts';
import { type KeptSettings, keepSettings } from './keep-settings.ts';
import { readStations, type Station, textsOf, type Walked, walkedFields } from './read-stations.ts';
import { borrowApi, type ScriptApi } from './script-api.ts';

/** What a round saved, and what one station then said of it. */
interface Reading extends Station {
  round: string;
  wanted: Record<keyof Walked, string>;
}

export interface SaveCheck {
  text: string;
  differences: number;
}

/** Another instance follows a save within a second, or at its next look two seconds later. */
const PATIENCE_MS = 5_000;
const LOOK_EVERY_MS = 250;

/**
 * Saves the three settings of hourly billing twice, so that the toggle goes one way and back, through the verb and
 * (where an application of this database answers at `apiUrl`) through the API; after each save reads them at every
 * station; and puts back what was there, also after a failure. The schedules it saves do not fire for months.
 */
export async function checkBillingSave(
  ctx: Context,
  { apiUrl }: { apiUrl: string | null },
): Promise<SaveCheck> {
  const kept = await keepSettings(ctx);
  const borrowed = apiUrl ? await borrowApi(ctx, { url: apiUrl }) : 'no address was given';
  const door = typeof borrowed === 'string' ? null : borrowed;
  try {
    const readings = await walk(ctx, { kept, door });
    readings.push(...(await readRestored(ctx, { kept: kept.settings, door })));
    return report(readings, typeof borrowed === 'string' ? `The API was left out: ${borrowed}.` : null);
  } finally {
    await door?.giveBack();
  }
}

async function walk(
  ctx: Context,
  { kept, door }: { kept: KeptSettings; door: ScriptApi | null },
): Promise<Reading[]> {
  const cron = new CronService(ctx);
  const readings: Reading[] = [];
  try {
    for (const round of roundsFor(kept.settings, { now: ctx.clock.now(), door })) {
      await round.save(ctx, { ...kept.settings, ...round.wanted });
      readings.push(...(await readUntilEqual(ctx, { cron, door, round })));
    }
    return readings;
  } finally {
    // Disarmed first: the schedule that comes back may be due this minute, and is the application's to run.
    await cron.stopAllJobs();
    await kept.putBack();
  }
}

interface Round {
  name: string;
  wanted: Walked;
  save(ctx: Context, settings: BillingSettings): Promise<void>;
}

function roundsFor(
  { enabled, hoursPerMonth }: BillingSettings,
  { now, door }: { now: Date; door: ScriptApi | null },
): Round[] {
  const hours = [720, 744].map((number) => (number === hoursPerMonth ? 672 : number));
  const month = ((now.getUTCMonth() + 6) % 12) + 1;
  return [
    {
      name: `verb, ${enabled ? 'off' : 'on'}`,
      wanted: { enabled: !enabled, hoursPerMonth: hours[0] ?? 720, cronSchedule: `7 3 1 ${month} *` },
      save: saveByVerb,
    },
    {
      name: `${door ? 'API' : 'verb'}, ${enabled ? 'on' : 'off'}`,
      wanted: { enabled, hoursPerMonth: hours[1] ?? 744, cronSchedule: `17 4 2 ${month} *` },
      save: door ? (_ctx, settings) => saveByApi(door, settings) : saveByVerb,
    },
  ];
}

async function saveByVerb(ctx: Context, settings: BillingSettings): Promise<void> {
  const { version } = await getBillingSettings(ctx, {});
  await updateBillingSettings(ctx, { settings, version, resumeFrom: 'lastBilled' });
}

async function saveByApi(door: ScriptApi, settings: BillingSettings): Promise<void> {
  const { version } = await door.call(api.settings.get, {});
  await door.call(api.settings.update, { settings, version, resumeFrom: 'lastBilled' });
}

async function readUntilEqual(
  ctx: Context,
  { cron, door, round }: { cron: CronService; door: ScriptApi | null; round: Round },
): Promise<Reading[]> {
  const wanted = textsOf(round.wanted);
  for (let waited = 0; ; waited += LOOK_EVERY_MS) {
    const stations = await readStations(ctx, { cron, door });
    const readings = stations.map((station) => ({ ...station, round: round.name, wanted }));
    if (readings.every(agrees) || !door || waited >= PATIENCE_MS) return readings;
    await ctx.clock.sleep(LOOK_EVERY_MS);
  }
}

/** What the verb, and the API behind it, say once everything is put back. */
async function readRestored(
  ctx: Context,
  { kept, door }: { kept: BillingSettings; door: ScriptApi | null },
): Promise<Reading[]> {
  const round = 'put back';
  const wanted = textsOf(kept);
  const { settings } = await getBillingSettings(ctx, {});
  const verb = { round, wanted, station: 'getBillingSettings', says: textsOf(settings) };
  if (!door) return [verb];
  const answer = await door.call(api.settings.get, {});
  return [verb, { round, wanted, station: 'GET /api/admin/settings', says: textsOf(answer.settings) }];
}

function agrees({ says, wanted }: Reading): boolean {
  return walkedFields.every((field) => says[field] === undefined || says[field] === wanted[field]);
}

function report(readings: readonly Reading[], note: string | null): SaveCheck {
  const rows = readings.map((reading) => [
    reading.round,
    reading.station,
    ...walkedFields.map((field) => cellOf(reading, field)),
    agrees(reading) ? 'ok' : 'DIFFERS',
  ]);
  const table = asTable(['saved by', 'station', 'enabled', 'hours', 'schedule', ''], rows);
  const differences = readings.filter((reading) => !agrees(reading)).length;
  const verdict =
    differences === 0
      ? 'Every station has what was saved. The settings are as they were before.'
      : `${differences} stations differ. The settings are as they were before.`;
  return { text: [table, '', ...(note ? [note] : []), verdict].join('\n'), differences };
}

function cellOf({ says, wanted }: Reading, field: keyof Walked): string {
  const said = says[field];
  if (said === undefined) return '-';
  return said === wanted[field] ? said : `${said} (saved: ${wanted[field]})`;
}
