import { inArray, sql } from 'drizzle-orm';
import type { z } from 'zod';
import {
  type MailSettings,
  mailSettings,
  type RunwaySettings,
  runwaySettings,
} from '#shared/api/channels.ts';
import { settings } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';

/** The keys of `settings` that say how messages leave. */
export const channelKeys = {
  mail: 'notices_mail',
  mailPassword: 'notices_mail_password',
  discordUrl: 'notices_discord_url',
  runway: 'notices_runway',
} as const;

/** Where a sealed text lives: part of what its seal is bound to. */
export const placeOf = (key: string) => `settings.${key}`;

/** How messages leave, secrets sealed as they are kept. */
export interface SavedChannels {
  mail: MailSettings;
  sealedPassword: string | null;
  sealedDiscordUrl: string | null;
  runway: RunwaySettings;
}

/** What is saved, with the defaults of what is not. @throws Error naming the key whose text cannot be read */
export async function readChannels(ctx: Pick<Context, 'db'>): Promise<SavedChannels> {
  const rows = await ctx.db
    .select()
    .from(settings)
    .where(inArray(settings.key, Object.values(channelKeys)));
  const saved = new Map(rows.map(({ key, value }) => [key, value]));
  return {
    mail: parsed(mailSettings, channelKeys.mail, saved),
    sealedPassword: saved.get(channelKeys.mailPassword) ?? null,
    sealedDiscordUrl: saved.get(channelKeys.discordUrl) ?? null,
    runway: parsed(runwaySettings, channelKeys.runway, saved),
  };
}

function parsed<Schema extends z.ZodType>(
  schema: Schema,
  key: string,
  saved: ReadonlyMap<string, string>,
): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(saved.get(key) ?? '{}'));
  } catch (error) {
    throw new Error(`The setting ${key} cannot be read: save it again in the admin`, { cause: error });
  }
}

/** Writes keys as they are; null takes one away. In the transaction that audits it. */
export async function writeChannelKeys(
  tx: Context,
  texts: Partial<Record<(typeof channelKeys)[keyof typeof channelKeys], string | null>>,
): Promise<void> {
  const savedBy = tx.actor.kind === 'admin' ? tx.actor.id : null;
  const entries = Object.entries(texts);
  const gone = entries.filter(([, text]) => text === null).map(([key]) => key);
  if (gone.length > 0) await tx.db.delete(settings).where(inArray(settings.key, gone));
  const kept = entries.filter(([, text]) => text !== null);
  await tx.db.execute(sql`
    INSERT INTO settings (key, value, updated_at, updated_by)
    SELECT key, value, ${tx.clock.now().toISOString()}::timestamptz, ${savedBy}::int
    FROM unnest(${sql.param(kept.map(([key]) => key))}::text[], ${sql.param(kept.map(([, text]) => text))}::text[])
      AS saved(key, value)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at,
      updated_by = excluded.updated_by
    WHERE settings.value <> excluded.value`);
}

/** Two saves at once come one after the other. */
export async function lockChannels(tx: Context): Promise<void> {
  await tx.db.execute(sql`SELECT pg_advisory_xact_lock(hashtext('channels'))`);
}
