import { desc, eq, isNotNull, max } from 'drizzle-orm';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { BillingSettings } from '#shared/api/settings.ts';
import { auditLog, billingSwitches, serverHourlyBillingSettings } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';

export type SettingsRow = typeof serverHourlyBillingSettings.$inferSelect;

/** The billing settings as saved, with their version: what a later save must name. */
export async function getBillingSettings(
  ctx: Context,
  _input: Record<string, never>,
): Promise<OutputOf<typeof api.settings.get>> {
  const { row, settings } = await readBillingSettings(ctx);
  return {
    settings,
    version: row.version,
    updatedAt: row.updatedAt,
    updatedBy: await lastSavedBy(ctx),
    lastOnUntil: await lastOnUntil(ctx),
  };
}

/** The typed row, and the same as the fields of the form. */
export async function readBillingSettings(
  ctx: Pick<Context, 'db'>,
): Promise<{ row: SettingsRow; settings: BillingSettings }> {
  const [row] = await ctx.db
    .select()
    .from(serverHourlyBillingSettings)
    .where(eq(serverHourlyBillingSettings.id, 1));
  if (!row)
    throw new Error('The row of server_hourly_billing_settings is missing; its migration was not applied');
  return { row, settings: settingsOf(row) };
}

/** The typed row as the fields of the form. */
export function settingsOf(row: SettingsRow): BillingSettings {
  const {
    id: _id,
    cronEnabled,
    version: _version,
    createdAt: _created,
    updatedAt: _updated,
    ...fields
  } = row;
  return { enabled: cronEnabled, ...fields };
}

async function lastSavedBy(ctx: Context): Promise<string | null> {
  const [entry] = await ctx.db
    .select({ name: auditLog.actorName })
    .from(auditLog)
    .where(eq(auditLog.action, 'settings.updated'))
    .orderBy(desc(auditLog.id))
    .limit(1);
  return entry?.name ?? null;
}

async function lastOnUntil(ctx: Context): Promise<Date | null> {
  const [last] = await ctx.db
    .select({ at: max(billingSwitches.onUntil) })
    .from(billingSwitches)
    .where(isNotNull(billingSwitches.onUntil));
  return last?.at ?? null;
}
