import { sql } from 'drizzle-orm';
import { type DunningJudgement, wantsSuspended } from '#shared/dunning/judge-customer.ts';
import type { Context } from '../../context.ts';
import { idList, rowsAsTable } from '../uptime/rows-as-table.ts';
import type { Decided } from './decide-ladder.ts';

/** Keeps what was decided: one statement a kind of change, and none where nothing changed. */
export async function writeLadder(tx: Context, decided: readonly Decided[]): Promise<void> {
  const cleared = decided.filter(({ before, after }) => before.stage !== 'clear' && after.stage === 'clear');
  const kept = decided.filter((one) => one.after.stage !== 'clear' && isChanged(one));
  await addSteps(tx, decided.filter(isStep));
  await tx.db.execute(sql`
    DELETE FROM customer_dunning WHERE customer_id = ANY(${idList(cleared.map((one) => one.customerId))})`);
  await upsertRows(tx, kept);
}

/** Whether the customer moved to another stage, or is held for another reason. */
export function isStep({ before, after }: Decided): boolean {
  return before.stage !== after.stage || before.hold !== after.hold;
}

function isChanged(one: Decided): boolean {
  const { before, after, walletVersion } = one;
  const moved = (now: number | null, then: Date | null) =>
    now !== (then === null ? null : then.getTime() / 1000);
  return (
    isStep(one) ||
    before.walletVersion !== walletVersion ||
    moved(after.emptyAt, before.emptyAt) ||
    moved(after.graceUntil, before.graceUntil) ||
    moved(finite(after.suspendAt), before.suspendAt) ||
    moved(finite(after.deletableAt), before.deletableAt)
  );
}

async function addSteps(tx: Context, steps: readonly Decided[]): Promise<void> {
  if (steps.length === 0) return;
  await tx.db.execute(sql`
    INSERT INTO dunning_steps (customer_id, from_stage, to_stage, hold, balance_micros, suspend_at, at)
    SELECT customer_id, from_stage, to_stage, hold, balance::bigint, to_timestamp(suspend_at), ${tx.clock.now().toISOString()}::timestamptz
    FROM ${rowsAsTable('t', steps, {
      customer_id: ['int', (one) => one.customerId],
      from_stage: ['text', (one) => one.before.stage],
      to_stage: ['text', (one) => one.after.stage],
      hold: ['text', (one) => one.after.hold],
      balance: ['text', (one) => String(one.facts.balance)],
      suspend_at: ['float8', (one) => finite(one.after.suspendAt)],
    })}`);
}

async function upsertRows(tx: Context, rows: readonly Decided[]): Promise<void> {
  if (rows.length === 0) return;
  const now = sql`${tx.clock.now().toISOString()}::timestamptz`;
  await tx.db.execute(sql`
    INSERT INTO customer_dunning AS d (customer_id, stage, hold, stage_since, emptied_at, wallet_version, empty_at, grace_until,
      suspend_at, deletable_at, suspended_at, judged_at)
    SELECT customer_id, stage, hold, ${now}, to_timestamp(emptied), version, to_timestamp(empty_at), to_timestamp(grace_until),
      to_timestamp(suspend_at), to_timestamp(deletable_at), to_timestamp(suspended_at), ${now}
    FROM ${rowsAsTable('t', rows, {
      customer_id: ['int', (one) => one.customerId],
      stage: ['text', (one) => one.after.stage],
      hold: ['text', (one) => one.after.hold],
      emptied: ['float8', (one) => one.facts.emptiedAt],
      version: ['bigint', (one) => one.walletVersion],
      empty_at: ['float8', (one) => one.after.emptyAt],
      grace_until: ['float8', (one) => one.after.graceUntil],
      suspend_at: ['float8', (one) => finite(one.after.suspendAt)],
      deletable_at: ['float8', (one) => finite(one.after.deletableAt)],
      suspended_at: ['float8', (one) => suspendedAt(one.after)],
    })}
    ON CONFLICT (customer_id) DO UPDATE SET stage = excluded.stage, hold = excluded.hold,
      stage_since = CASE WHEN d.stage = excluded.stage THEN d.stage_since ELSE excluded.stage_since END,
      emptied_at = excluded.emptied_at, wallet_version = excluded.wallet_version, empty_at = excluded.empty_at,
      grace_until = excluded.grace_until, suspend_at = excluded.suspend_at, deletable_at = excluded.deletable_at,
      suspended_at = excluded.suspended_at, judged_at = excluded.judged_at,
      -- A yes is for this debt: who came back and owes anew is counted anew.
      released_at = CASE WHEN excluded.stage IN ('warned', 'grace') THEN NULL ELSE d.released_at END`);
}

/** Of who is suspended, when that was decided: the date the judgement carries on. */
function suspendedAt(after: DunningJudgement): number | null {
  return wantsSuspended(after) ? after.suspendAt : null;
}

function finite(at: number | null): number | null {
  return at !== null && Number.isFinite(at) ? at : null;
}
