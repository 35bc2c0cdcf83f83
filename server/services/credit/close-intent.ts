import { sql } from 'drizzle-orm';
import {
  formatTenDecimals,
  parseGrains,
  parseTenDecimals,
  type Tokens,
  wholeMicros,
} from '#shared/billing/tokens.ts';
import type { CreditState } from '#shared/schema/index.ts';
import { actorKey, type Context } from '../../context.ts';
import { enqueueCarry } from '../../jobs/enqueue.ts';
import { VIRTFUSION_CREDIT } from '../ledger/accounts.ts';
import { findAccount } from '../ledger/find-account.ts';
import { lockWallets } from '../ledger/lock-wallets.ts';
import { postTransactions } from '../ledger/post-transactions.ts';
import { type CreditIntent, lockIntent } from './intent-rows.ts';

export interface Closing {
  intent: Pick<CreditIntent, 'id' | 'customerId'>;
  /** The state it must be in, so that of several only one closes it. */
  from: CreditState;
  /** 'confirmed' by VirtFusion's own reply; 'resolved' by a comparison or a person. */
  to: 'confirmed' | 'resolved';
  outcome: 'arrived' | 'not_arrived';
  /** The credit as it is known to be afterwards; null leaves what was read before. */
  balance: { tokens: Tokens; at: Date } | null;
  creditId?: number;
  /** Why, where a person said so. */
  reason?: string;
}

/**
 * Ends a posting: where it arrived, the ledger says that so much was carried to VirtFusion; where it did not, what is
 * owed stays in the wallet and goes with the next. One transaction, the caller's if there is one. Returns whether this
 * call ended it: a repeat does nothing.
 */
export async function closeIntent(tx: Context, closing: Closing): Promise<boolean> {
  const { customerId, id } = closing.intent;
  const wallet = (await lockWallets(tx, [customerId])).get(customerId);
  if (!wallet) throw new Error('lockWallets opens the wallets that are missing');
  const intent = await lockIntent(tx, id);
  if (!intent || intent.state !== closing.from) return false;
  const arrived = closing.outcome === 'arrived';
  const transactionId = arrived ? await postCarried(tx, intent, wallet.accountId) : null;
  await writeEnd(tx, closing, transactionId);
  await moveCredit(tx, intent, closing);
  // Whatever moved since it was decided, or all of it where it did not arrive, is for another posting.
  const owed = -wallet.balance - (arrived ? intent.amountMicros : 0n);
  if (!arrived || owed !== wholeMicros(parseGrains(intent.remainderAfter)))
    await enqueueCarry(tx, customerId);
  return true;
}

async function postCarried(tx: Context, intent: CreditIntent, walletAccountId: number): Promise<number> {
  const credit = await findAccount(tx, VIRTFUSION_CREDIT);
  const paid = intent.amountMicros > 0n;
  const [posted] = await postTransactions(tx, [
    {
      fromAccountId: paid ? credit : walletAccountId,
      toAccountId: paid ? walletAccountId : credit,
      walletAccountId,
      amount: paid ? intent.amountMicros : -intent.amountMicros,
      kind: 'credit',
      reason: `${formatTenDecimals(parseTenDecimals(intent.tokens))} tokens of VirtFusion credit`,
      idempotencyKey: `credit:${intent.id}`,
      cause: `credit:${intent.id}`,
    },
  ]);
  if (!posted) throw new Error('One posting makes one transaction');
  return posted.id;
}

async function writeEnd(
  tx: Context,
  { intent, to, outcome, creditId, reason }: Closing,
  transactionId: number | null,
): Promise<void> {
  const decided = reason === undefined ? null : tx.actor;
  await tx.db.execute(sql`
    UPDATE credit_intents SET state = ${to}, outcome = ${outcome}, credit_id = ${creditId ?? null}::bigint,
      transaction_id = ${transactionId}::bigint, closed_at = ${tx.clock.now().toISOString()}::timestamptz,
      decided_by = ${decided && actorKey(decided)}, decided_by_name = ${decided?.name ?? null},
      decision_reason = ${reason ?? null}
    WHERE id = ${intent.id}`);
}

/** What is left for the next posting, and what the credit is now: later readings are compared with it. */
async function moveCredit(tx: Context, intent: CreditIntent, { outcome, balance }: Closing): Promise<void> {
  const remainder = outcome === 'arrived' ? intent.remainderAfter : intent.remainderBefore;
  await tx.db.execute(sql`
    INSERT INTO credit_wallets (customer_id, remainder, balance_tokens, token_price, balance_at, version)
    VALUES (${intent.customerId}, ${remainder}::numeric, ${balance && formatTenDecimals(balance.tokens)}::numeric,
      ${intent.tokenPrice}::numeric, ${balance?.at.toISOString() ?? null}::timestamptz, 1)
    ON CONFLICT (customer_id) DO UPDATE SET remainder = excluded.remainder,
      balance_tokens = coalesce(excluded.balance_tokens, credit_wallets.balance_tokens),
      token_price = excluded.token_price, balance_at = coalesce(excluded.balance_at, credit_wallets.balance_at),
      version = credit_wallets.version + 1`);
}
