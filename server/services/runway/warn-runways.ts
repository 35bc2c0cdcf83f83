import { sql } from 'drizzle-orm';
import { EMPTY, type Warning, warningFor } from '#shared/billing/runway-levels.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { readChannels } from '../channels/channel-settings.ts';
import { type Notice, notifyAll } from '../notices/notify.ts';
import { readWalletSettings } from '../settings/wallet-mode.ts';
import { type FoundWallet, findWatchedWallets } from './find-watched-wallets.ts';

interface Judged extends Warning {
  wallet: FoundWallet;
}

/**
 * Tells the customers whose wallets ran below a level since the last look, each level once. One look at a time, in
 * one transaction, in a handful of statements whatever the number of customers: repeated, or in two instances, it
 * tells nobody twice.
 */
export async function warnRunways(ctx: Context): Promise<void> {
  // There the wallet is only what is not carried yet: what is left is VirtFusion's to tell.
  if ((await readWalletSettings(ctx)).mode !== 'own') return;
  await withTransaction(ctx, async (tx) => {
    await tx.db.execute(sql`SELECT pg_advisory_xact_lock(hashtext('warn-runways'))`);
    const { levels } = (await readChannels(tx)).runway;
    const wallets = await findWatchedWallets(tx, Math.max(...levels));
    const judged = wallets.map((wallet) => ({ wallet, ...warningFor(wallet, levels) }));
    const told = judged.filter(({ tell }) => tell !== null);
    await keepMarks(
      tx,
      judged.filter(({ wallet, told, tell }) => tell !== null || told !== wallet.told),
    );
    await supersedeWaiting(
      tx,
      told.map(({ wallet }) => wallet.customerId),
    );
    await notifyAll(tx, told.map(noticeOf));
    if (told.length > 0) ctx.log.info('customers warned of their wallets', { customers: told.length });
  });
}

async function keepMarks(tx: Context, judged: readonly Judged[]): Promise<void> {
  if (judged.length === 0) return;
  const column = <T>(pick: (one: Judged) => T) => sql.param(judged.map(pick));
  await tx.db.execute(sql`
    INSERT INTO runway_marks (customer_id, level, wallet_version, warnings)
    SELECT * FROM unnest(${column((j) => j.wallet.customerId)}::int[], ${column((j) => j.told)}::int[],
      ${column((j) => j.wallet.version)}::bigint[], ${column((j) => warningsAfter(j))}::int[])
    ON CONFLICT (customer_id) DO UPDATE SET level = excluded.level, wallet_version = excluded.wallet_version,
      warnings = excluded.warnings`);
}

function warningsAfter({ wallet, tell }: Judged): number {
  return wallet.warnings + (tell === null ? 0 : 1);
}

/** Of two warnings that wait for the morning, or for a mail server, the later one says it all. */
async function supersedeWaiting(tx: Context, customerIds: readonly number[]): Promise<void> {
  if (customerIds.length === 0) return;
  await tx.db.execute(sql`
    UPDATE notice_deliveries SET state = 'superseded', detail = 'A later warning took its place.',
      next_attempt_at = NULL, done_at = ${tx.clock.now().toISOString()}::timestamptz
    WHERE customer_id = ANY(${sql.param(customerIds)}::int[]) AND event IN ('wallet.low', 'wallet.empty')
      AND way = 'customer_mail' AND state = 'waiting' AND sending_since IS NULL`);
}

function noticeOf(judged: Judged): Notice {
  const { tell, wallet } = judged;
  const { customerId, balance, burnPerHour, hoursLeft } = wallet;
  const key = `wallet:${customerId}:${warningsAfter(judged)}`;
  if (tell === null || tell === EMPTY || hoursLeft === null) {
    return { event: 'wallet.empty', customerId, key, facts: { balance, burnPerHour } };
  }
  return { event: 'wallet.low', customerId, key, facts: { balance, burnPerHour, hoursLeft, level: tell } };
}
