import { sql } from 'drizzle-orm';
import type { DunningPolicyForm } from '#shared/api/dunning-policy.ts';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { coversTheWeek } from '#shared/schedule/blackout.ts';
import { isTimezone } from '#shared/schedule/timezone.ts';
import { serverHourlyBillingSettings } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { ConflictError, InvalidInputError } from '../../errors.ts';
import { enqueueJudgement } from '../../jobs/enqueue.ts';
import { changedFields } from '../audit/changed-fields.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { getDunningPolicy } from './get-dunning-policy.ts';
import { ENABLED_SINCE_KEY, readPolicy, textsOf, VERSION_KEY } from './policy-keys.ts';

type Saved = OutputOf<typeof api.dunning.savePolicy>;

/**
 * Replaces the dunning policy; everybody is judged by the new one at once. Switched on, debts count from now. A repeat
 * changes nothing. @throws InvalidInputError for a field that does not fit; ConflictError for a stale version
 */
export async function saveDunningPolicy(
  ctx: Context,
  { policy, version }: InputOf<typeof api.dunning.savePolicy>,
): Promise<Saved> {
  assertPolicyFits(policy);
  return withTransaction(ctx, async (tx) => {
    // Of two saves at once the second sees what the first did.
    await tx.db
      .select({ id: serverHourlyBillingSettings.id })
      .from(serverHourlyBillingSettings)
      .for('update');
    const before = await readPolicy(tx);
    const changes = changedFields(before.policy, policy);
    if (Object.keys(changes.after).length === 0) return getDunningPolicy(tx);
    if (before.version !== version) {
      throw new ConflictError(
        'Someone saved this policy since you opened it. Look at what differs, and save again.',
        { version: before.version, changed: Object.keys(changes.after) },
      );
    }
    const keys = textsOf(policy).set(VERSION_KEY, String(version + 1));
    if (policy.enabled && !before.policy.enabled) keys.set(ENABLED_SINCE_KEY, tx.clock.now().toISOString());
    await saveKeys(tx, keys);
    await recordAudit(tx, { action: 'dunning.policy_saved', subject: 'dunning', ...changes });
    await enqueueJudgement(tx);
    return getDunningPolicy(tx);
  });
}

/** What the schema cannot judge alone. @throws InvalidInputError */
export function assertPolicyFits({ timezone, holdWindows }: DunningPolicyForm): void {
  if (!isTimezone(timezone)) {
    throw new InvalidInputError('policy.timezone', 'Choose a zone such as Europe/London, or UTC');
  }
  if (coversTheWeek(holdWindows)) {
    throw new InvalidInputError(
      'policy.holdWindows',
      'These windows leave no minute of the week to suspend in: leave some, or switch the policy off',
    );
  }
}

async function saveKeys(tx: Context, keys: Map<string, string>): Promise<void> {
  await tx.db.execute(sql`
    INSERT INTO settings (key, value, updated_at, updated_by)
    SELECT key, value, ${tx.clock.now().toISOString()}::timestamptz, ${tx.actor.kind === 'admin' ? tx.actor.id : null}::int
    FROM unnest(${sql.param([...keys.keys()])}::text[], ${sql.param([...keys.values()])}::text[]) AS saved(key, value)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at, updated_by = excluded.updated_by
    WHERE settings.value <> excluded.value`);
}
