import { eq, sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { BillingSettings } from '#shared/api/settings.ts';
import { serverHourlyBillingSettings } from '#shared/schema/index.ts';
import { actorKey, type Context } from '../../context.ts';
import { sqlState, withTransaction } from '../../db/transaction.ts';
import { ConflictError, InvalidInputError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { checkSchedule } from './check-schedule.ts';
import { getBillingSettings, readBillingSettings, settingsOf } from './get-billing-settings.ts';
import { fieldOfKey, keysOf, RESUME_KEY } from './settings-keys.ts';

type Input = InputOf<typeof api.settings.update>;

/**
 * Replaces the billing settings: one transaction saves the keys, the trigger projects them onto the typed row, and
 * the audit entry says what changed. Saving what is saved already changes nothing.
 * @throws ConflictError when somebody saved since the version named; InvalidInputError naming the field.
 */
export async function updateBillingSettings(
  ctx: Context,
  input: Input,
): Promise<OutputOf<typeof api.settings.update>> {
  refuseWhatTheSchemaCannotJudge(ctx, input.settings);
  await withTransaction(ctx, async (tx) => {
    const before = await lockSettings(tx);
    if (before.version !== input.version) throw await staleVersion(tx, input.settings);
    const changed = changedFields(settingsOf(before.row), input.settings);
    if (changed.length === 0) return;
    await saveKeys(tx, input);
    await recordAudit(tx, { action: 'settings.updated', subject: 'settings', ...beforeAndAfter(changed) });
  }).catch((error: unknown) => {
    throw asFieldProblem(error);
  });
  return getBillingSettings(ctx, {});
}

function refuseWhatTheSchemaCannotJudge(ctx: Context, settings: BillingSettings): void {
  const schedule = checkSchedule(settings.cronSchedule, settings.timezone, ctx.clock.now());
  if (!schedule.valid) {
    const field = /time zone/.test(schedule.problem ?? '') ? 'settings.timezone' : 'settings.cronSchedule';
    throw new InvalidInputError(field, schedule.problem ?? 'This schedule cannot be used.');
  }
  if ((settings.capRule === 'custom') !== (settings.capHours !== null)) {
    throw new InvalidInputError(
      'settings.capHours',
      'Write the hours of a custom cap; leave them empty for the others.',
    );
  }
}

async function lockSettings(tx: Context) {
  const [row] = await tx.db
    .select()
    .from(serverHourlyBillingSettings)
    .where(eq(serverHourlyBillingSettings.id, 1))
    .for('update');
  if (!row)
    throw new Error('The row of server_hourly_billing_settings is missing; its migration was not applied');
  return { row, version: row.version };
}

interface Change {
  field: string;
  before: unknown;
  after: unknown;
}

function changedFields(before: BillingSettings, after: BillingSettings): Change[] {
  return (Object.keys(after) as (keyof BillingSettings)[])
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, before: before[field], after: after[field] }));
}

function beforeAndAfter(changed: readonly Change[]) {
  return {
    before: Object.fromEntries(changed.map((change) => [change.field, change.before])),
    after: Object.fromEntries(changed.map((change) => [change.field, change.after])),
  };
}

/** What the second of two admins is told: who saved, and field by field theirs beside yours. */
async function staleVersion(tx: Context, yours: BillingSettings): Promise<ConflictError> {
  const current = await getBillingSettings(tx, {});
  const changed = changedFields(current.settings, yours).map(({ field, before, after }) => ({
    field,
    theirs: before,
    yours: after,
  }));
  return new ConflictError(
    `${current.updatedBy ?? 'Somebody'} saved these settings meanwhile. Nothing of yours was saved yet.`,
    {
      changed,
      settings: current.settings,
      version: current.version,
      updatedBy: current.updatedBy,
      updatedAt: current.updatedAt.toISOString(),
    },
  );
}

/** All keys in one statement, so that the trigger sees them together. */
async function saveKeys(tx: Context, { settings, resumeFrom }: Input): Promise<void> {
  const keys = keysOf(settings);
  const { row } = await readBillingSettings(tx);
  if (settings.enabled && !row.cronEnabled) keys.set(RESUME_KEY, resumeFrom);
  const actor = tx.actor.kind === 'admin' ? tx.actor.id : null;
  const now = tx.clock.now().toISOString();
  await tx.db.execute(sql`SELECT set_config('skypanel.now', ${now}, true)`);
  await tx.db.execute(sql`
    INSERT INTO settings (key, value, updated_at, updated_by)
    SELECT key, value, ${now}, ${actor} FROM unnest(${sql.param([...keys.keys()])}::text[], ${sql.param([...keys.values()])}::text[]) AS t(key, value)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at, updated_by = excluded.updated_by
    WHERE settings.value IS DISTINCT FROM excluded.value`);
  tx.log.info('settings saved', { by: actorKey(tx.actor) });
}

/** The projection names the key it refuses in the error's detail. */
function asFieldProblem(error: unknown): unknown {
  if (sqlState(error) !== '22023') return error;
  let inner = error;
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause;
  const { detail, message } = inner as Error & { detail?: string };
  return detail ? new InvalidInputError(fieldOfKey(detail), message) : error;
}
