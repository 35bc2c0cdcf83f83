import { sql } from 'drizzle-orm';
import type { PanelAction, WishOutcome } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { resolveAlert } from '../alerts/resolve-alert.ts';
import type { ClaimedWish } from './claim-wish.ts';
import { tellSettled } from './tell-settled.ts';

/**
 * Marks the version of a wish that was carried out, with what it came to; a version that came meanwhile stays to be
 * done. What was done is kept once. Returns whether this version was still the wanted one.
 */
export async function settleWish(ctx: Context, wish: ClaimedWish, outcome: WishOutcome): Promise<boolean> {
  return withTransaction(ctx, async (tx) => {
    const now = tx.clock.now().toISOString();
    // Suspended by us it stays ours; after every other end it is not.
    const staysOurs = outcome === 'done' && wish.wanted !== 'free';
    const { rowCount } = await tx.db.execute(sql`
      UPDATE panel_wishes SET applied_version = version, outcome = ${outcome}, settled_at = ${now}::timestamptz,
        ours_since = CASE WHEN ${staysOurs} THEN coalesce(ours_since, ${now}::timestamptz) END,
        was_running = CASE WHEN ${staysOurs} THEN was_running END, released_at = NULL,
        sent_action = NULL, sent_at = NULL, attempts = 0, last_error = NULL, not_before = NULL,
        lease_until = NULL, lease_owner = NULL
      WHERE server_id = ${wish.serverId} AND version = ${wish.version} AND lease_owner = ${tx.instance}`);
    if (rowCount !== 1) return false;
    // Found as we had left it: nothing was done.
    const isAsBefore = outcome === 'done' && wish.wanted === 'suspended' && wish.oursSince !== null;
    if (!isAsBefore) {
      await recordAct(tx, wish, actOf(wish, outcome), detailOf(wish, outcome));
      await tellSettled(tx, wish);
    }
    await resolveAlert(tx, { kind: 'panel_wish_stuck', subject: `server:${wish.serverId}` });
    return true;
  });
}

/** Keeps what was done to a server, or left alone; the same of one version once. */
export async function recordAct(
  tx: Context,
  { serverId, version }: Pick<ClaimedWish, 'serverId' | 'version'>,
  act: PanelAction | WishOutcome,
  detail: string,
): Promise<void> {
  await tx.db.execute(sql`
    INSERT INTO panel_acts (server_id, wish_version, act, detail, at)
    VALUES (${serverId}, ${version}, ${act}, ${detail}, ${tx.clock.now().toISOString()}::timestamptz)
    ON CONFLICT (server_id, wish_version, act) DO NOTHING`);
}

function actOf({ wanted }: ClaimedWish, outcome: WishOutcome): PanelAction | WishOutcome {
  if (outcome !== 'done') return outcome;
  return ({ suspended: 'suspend', free: 'unsuspend', deleted: 'delete' } as const)[wanted];
}

function detailOf(wish: ClaimedWish, outcome: WishOutcome): string {
  switch (outcome) {
    case 'done':
      return doneText(wish);
    case 'not_ours':
      return wish.wanted === 'suspended'
        ? 'It was suspended already, and not by us: it was left alone, and a top-up will not bring it back.'
        : 'It was left alone: we had not suspended it.';
    case 'taken_over':
      return 'Somebody else changed at VirtFusion what we had done. It was left as they left it.';
    case 'kept':
      return wish.reason;
    case 'gone':
      return 'VirtFusion says that there is no such server.';
    default:
      return outcome satisfies never;
  }
}

function doneText({ wanted, reason, wasRunning, sent }: ClaimedWish): string {
  switch (wanted) {
    case 'suspended':
      return `Suspended, and seen to be: ${reason}.${wasRunning ? ' It was running.' : wasRunning === false ? ' It was off.' : ''}`;
    case 'free':
      if (!wasRunning)
        return `Unsuspended, and seen to be: ${reason}. It was off before, so it was not booted.`;
      return `Unsuspended${sent?.action === 'boot' ? ', booted' : ''}, and seen running: ${reason}.`;
    case 'deleted':
      return `Handed over to VirtFusion for deletion: ${reason}.`;
    default:
      return wanted satisfies never;
  }
}
