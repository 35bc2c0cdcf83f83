import { desc, eq } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { BillingSettings } from '#shared/api/settings.ts';
import { auditLog, billingSwitches, serverHourlyBillingSettings } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { type BillingSettingsRow, settingsOf } from './settings-keys.ts';

/** The settings in force, with their version, who saved them last, and when billing was last on. */
export async function getBillingSettings(
  ctx: Context,
  _input: InputOf<typeof api.settings.get> = {},
): Promise<OutputOf<typeof api.settings.get>> {
  const { row, settings } = await readBillingSettings(ctx);
  return {
    settings,
    version: row.version,
    updatedAt: row.updatedAt,
    updatedBy: await lastSavedBy(ctx, row.updatedAt),
    lastOnUntil: await lastOnUntil(ctx),
  };
}

/** The typed row, for services; `settings` says the same in the API's words. @throws Error when it is missing. */
export async function readBillingSettings(
  ctx: Pick<Context, 'db'>,
): Promise<{ row: BillingSettingsRow; settings: BillingSettings }> {
  const [row] = await ctx.db.select().from(serverHourlyBillingSettings).limit(1);
  if (!row)
    throw new Error('The row of server_hourly_billing_settings is missing; its migration was not applied');
  return { row, settings: settingsOf(row) };
}

/** Nobody's name when the last change came another way, such as psql, which writes no audit entry. */
async function lastSavedBy(ctx: Context, updatedAt: Date): Promise<string | null> {
  const [entry] = await ctx.db
    .select({ at: auditLog.at, name: auditLog.actorName })
    .from(auditLog)
    .where(eq(auditLog.action, 'settings.updated'))
    .orderBy(desc(auditLog.id))
    .limit(1);
  return entry?.at.getTime() === updatedAt.getTime() ? entry.name : null;
}

async function lastOnUntil(ctx: Context): Promise<Date | null> {
  const [last] = await ctx.db
    .select({ onUntil: billingSwitches.onUntil })
    .from(billingSwitches)
    .orderBy(desc(billingSwitches.onFrom), desc(billingSwitches.id))
    .limit(1);
  return last?.onUntil ?? null;
}
