import { sql } from 'drizzle-orm';
import type { Context } from '#server/context.ts';
import { withTransaction } from '#server/db/transaction.ts';
import { getBillingSettings } from '#server/services/settings/get-billing-settings.ts';
import { updateBillingSettings } from '#server/services/settings/update-billing-settings.ts';
import type { BillingSettings } from '#shared/api/settings.ts';

export interface KeptSettings {
  settings: BillingSettings;
  /** Makes everything as it was: settings, the keys that were not there, and what the saves between did to switches and terms. */
  putBack(): Promise<void>;
}

interface Switch extends Record<string, unknown> {
  id: number;
  on_from: Date;
  on_until: Date | null;
}

/**
 * Remembers the billing settings and all that hangs on them. A save that turns billing on for a second leaves a second
 * that would be billed, and one that changes hours per month leaves terms; `putBack` takes both away again, unless a
 * charge was made by them in between.
 */
export async function keepSettings(ctx: Context): Promise<KeptSettings> {
  const { settings } = await getBillingSettings(ctx, {});
  const keys = await keysOf(ctx);
  const switches = await switchesOf(ctx);
  const lastTerms = await lastTermsId(ctx);
  const putBack = () =>
    withTransaction(ctx, async (tx) => {
      const untouched = !(await isCharged(tx, { switches, lastTerms }));
      // First, so that a database where billing was never on counts as such when the terms are dated.
      if (untouched) await dropNewSwitches(tx, switches);
      const { version } = await getBillingSettings(tx, {});
      await updateBillingSettings(tx, { settings, version, resumeFrom: 'lastBilled' });
      if (untouched) {
        await dropNewSwitches(tx, switches);
        await reopenLastSwitch(tx, switches);
        await tx.db.execute(sql`DELETE FROM billing_terms WHERE id > ${lastTerms}`);
      }
      await tx.db.execute(
        sql`DELETE FROM settings WHERE key LIKE 'server\\_%' AND key <> ALL (${sql.param(keys)}::text[])`,
      );
    });
  return { settings, putBack };
}

async function keysOf(ctx: Context): Promise<string[]> {
  const { rows } = await ctx.db.execute<{ key: string }>(sql`SELECT key FROM settings`);
  return rows.map((row) => row.key);
}

async function switchesOf(ctx: Context): Promise<Switch[]> {
  const { rows } = await ctx.db.execute<Switch>(
    sql`SELECT id, on_from, on_until FROM billing_switches ORDER BY id`,
  );
  return rows;
}

async function lastTermsId(ctx: Context): Promise<number> {
  const { rows } = await ctx.db.execute<{ id: number }>(
    sql`SELECT coalesce(max(id), 0)::int AS id FROM billing_terms`,
  );
  return rows[0]?.id ?? 0;
}

/** Whether a run used what the saves between left behind: then it is evidence, and stays. */
async function isCharged(
  tx: Context,
  { switches, lastTerms }: { switches: readonly Switch[]; lastTerms: number },
): Promise<boolean> {
  const { rows } = await tx.db.execute<{ charged: boolean }>(sql`
    SELECT EXISTS (SELECT FROM hourly_charges WHERE terms_id > ${lastTerms}
      OR hour >= (SELECT date_trunc('hour', min(on_from), 'UTC') FROM billing_switches WHERE id > ${lastId(switches)})) AS charged`);
  return rows[0]?.charged ?? false;
}

async function dropNewSwitches(tx: Context, switches: readonly Switch[]): Promise<void> {
  await tx.db.execute(sql`DELETE FROM billing_switches WHERE id > ${lastId(switches)}`);
}

/** As it was: the saves between closed it, or opened it again from where it was closed. */
async function reopenLastSwitch(tx: Context, switches: readonly Switch[]): Promise<void> {
  const last = switches.at(-1);
  if (!last) return;
  await tx.db.execute(sql`
    UPDATE billing_switches SET on_from = ${last.on_from.toISOString()}::timestamptz,
      on_until = ${last.on_until?.toISOString() ?? null}::timestamptz WHERE id = ${last.id}`);
}

function lastId(switches: readonly Switch[]): number {
  return switches.at(-1)?.id ?? 0;
}
