import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { BillingSettings } from '#shared/api/settings.ts';
import { priceMakingOf } from '#shared/api/settings.ts';
import { coversTheWeek } from '#shared/schedule/blackout.ts';
import { isTimezone } from '#shared/schedule/timezone.ts';
import { serverHourlyBillingSettings } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { ConflictError, InvalidInputError } from '../../errors.ts';
import { changedFields } from '../audit/changed-fields.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { checkSchedule } from './check-schedule.ts';
import { explainRefusal } from './explain-refusal.ts';
import { getBillingSettings } from './get-billing-settings.ts';
import { refuseSteepRise } from './refuse-steep-rise.ts';
import { keysOf, RESUME_FROM_KEY, settingsOf } from './settings-keys.ts';

type Input = InputOf<typeof api.settings.update>;
type Saved = OutputOf<typeof api.settings.update>;

/**
 * Replaces the billing settings. Saves the keys; the database's trigger projects them onto the row the cron reads.
 * A repeat changes nothing. `resumeFrom` counts only where billing goes from off to on.
 * @throws InvalidInputError for a field that does not fit; ConflictError with what changed, for a stale version
 */
export async function updateBillingSettings(ctx: Context, input: Input): Promise<Saved> {
  assertFits(ctx, input.settings);
  const at = ctx.clock.now();
  // One instant for the row and its audit entry: by it the one is known to belong to the other.
  const moment: Context = { ...ctx, clock: { ...ctx.clock, now: () => at } };
  return withTransaction(moment, async (tx) => {
    const before = await lockSettings(tx);
    const changes = changedFields(before.settings, input.settings);
    if (Object.keys(changes.after).length === 0) return getBillingSettings(tx);
    if (before.version !== input.version) throw await staleVersion(tx, changes);
    await refuseSteepRise(tx, {
      before: priceMakingOf(before.settings),
      after: priceMakingOf(input.settings),
      confirmed: input.confirmRise ?? false,
    });
    const turnsOn = input.settings.enabled && !before.settings.enabled;
    const resumed = turnsOn ? { resumeFrom: input.resumeFrom } : {};
    await saveKeys(tx, keysToSave(input, turnsOn));
    await recordAudit(tx, {
      action: 'settings.updated',
      subject: 'settings',
      before: changes.before,
      after: { ...changes.after, ...resumed },
    });
    return getBillingSettings(tx);
  });
}

/** What the schema cannot judge alone. */
function assertFits(ctx: Context, settings: BillingSettings): void {
  const { cronSchedule, moreSchedules, blackouts, timezone, capRule, capHours } = settings;
  if (!isTimezone(timezone)) {
    throw new InvalidInputError('settings.timezone', 'Choose a zone such as Europe/London, or UTC');
  }
  const check = (schedule: string) => checkSchedule(schedule, timezone, ctx.clock.now()).problem;
  const problem = check(cronSchedule);
  if (problem) throw new InvalidInputError('settings.cronSchedule', problem);
  for (const [place, schedule] of moreSchedules.entries()) {
    const wrong = check(schedule);
    if (wrong) throw new InvalidInputError(`settings.moreSchedules[${place}]`, wrong);
  }
  if (coversTheWeek(blackouts)) {
    throw new InvalidInputError(
      'settings.blackouts',
      'These windows leave no minute of the week for a run: leave some time between them',
    );
  }
  if (capRule === 'custom' && capHours === null) {
    throw new InvalidInputError('settings.capHours', 'Write how many hours a month are charged at most');
  }
  if (capRule !== 'custom' && capHours !== null) {
    throw new InvalidInputError('settings.capHours', 'Leave this empty, or choose a cap of your own');
  }
}

/** Locked until the transaction ends, so that of two saves at once the second sees what the first did. */
async function lockSettings(tx: Context): Promise<{ settings: BillingSettings; version: number }> {
  const [row] = await tx.db.select().from(serverHourlyBillingSettings).limit(1).for('update');
  if (!row)
    throw new Error('The row of server_hourly_billing_settings is missing; its migration was not applied');
  return { settings: settingsOf(row), version: row.version };
}

async function staleVersion(
  tx: Context,
  { before, after }: ReturnType<typeof changedFields>,
): Promise<ConflictError> {
  const current = await getBillingSettings(tx);
  const changed = Object.keys(after).map((field) => ({ field, yours: after[field], theirs: before[field] }));
  return new ConflictError(
    `${current.updatedBy ?? 'Someone'} saved these settings since you opened them. Look at what differs, and save again.`,
    { ...current, changed },
  );
}

function keysToSave({ settings, resumeFrom }: Input, turnsOn: boolean): Map<string, string> {
  const keys = keysOf(settings);
  if (turnsOn) keys.set(RESUME_FROM_KEY, resumeFrom);
  return keys;
}

/** All keys in one statement: the trigger judges them together, once. */
async function saveKeys(tx: Context, keys: Map<string, string>): Promise<void> {
  const now = tx.clock.now().toISOString();
  const savedBy = tx.actor.kind === 'admin' ? tx.actor.id : null;
  await tx.db.execute(sql`SELECT set_config('skypanel.now', ${now}, true)`); // the trigger's clock
  await tx.db
    .execute(sql`
      INSERT INTO settings (key, value, updated_at, updated_by)
      SELECT key, value, ${now}::timestamptz, ${savedBy}::int
      FROM unnest(${sql.param([...keys.keys()])}::text[], ${sql.param([...keys.values()])}::text[]) AS saved(key, value)
      ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at,
        updated_by = excluded.updated_by
      WHERE settings.value <> excluded.value`)
    .catch(explainRefusal);
}
