import { sql } from 'drizzle-orm';
import { formatTenDecimals, parseTenDecimals } from '#shared/billing/tokens.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import {
  extRelationId,
  type VirtFusionClient,
  VirtFusionError,
} from '../../integrations/virtfusion/client.ts';
import { enqueueSends } from '../../jobs/enqueue.ts';
import { closeIntent } from './close-intent.ts';
import { type CreditIntent, findIntent } from './intent-rows.ts';
import { tryLockCustomer } from './lock-customer.ts';
import { type CreditReading, NO_CREDIT, readCreditOf } from './read-credit-of.ts';
import { recordReading, versionOf } from './record-reading.ts';
import { SETTLED_AFTER_MS, settleCredit } from './settle-credit.ts';

/** Longest wait for a turn to send; once sent, a reply is waited for by the client's own limit. */
const SEND_WITHIN_MS = 30_000;

/**
 * Takes one posting on: sends it if it never was, and looks into what became of it if its reply was lost. Never sends
 * anything twice: only whoever turns 'intended' into 'sent' sends it, once. Several at once do no harm.
 * @throws VirtFusionError when VirtFusion refused or could not be read: it is tried again
 */
export async function sendCredit(ctx: Context, { intentId }: { intentId: number }): Promise<void> {
  const asked = await findIntent(ctx, intentId);
  if (!asked || !isAtWork(asked)) return;
  const { client } = await ctx.panel();
  if (!client) return;
  const unlock = await tryLockCustomer(ctx, asked.customerId);
  // Whoever has it goes on with it; should that process die, its job is taken up.
  if (!unlock) return;
  try {
    const intent = await findIntent(ctx, intentId);
    if (intent?.state === 'intended') await send(ctx, client, intent);
    else if (intent?.state === 'sent') await settleCredit(ctx, client, intent);
  } finally {
    await unlock();
  }
}

function isAtWork({ state }: CreditIntent): boolean {
  return state === 'intended' || state === 'sent';
}

async function send(ctx: Context, client: VirtFusionClient, intent: CreditIntent): Promise<void> {
  const version = await versionOf(ctx, intent.customerId);
  const before = await readBefore(ctx, client, intent);
  if (before.balance === null) return noteProblem(ctx, intent, NO_CREDIT);
  if (!(await markSent(ctx, intent, { before, version }))) return;
  const tokens = parseTenDecimals(intent.tokens);
  let creditId: number;
  try {
    ({ creditId } = await client.postCredit({
      extRelationId: extRelationId(intent.externalId),
      tokens: formatTenDecimals(tokens),
      reference1: intent.id,
      reference2: intent.reference2,
      signal: AbortSignal.timeout(SEND_WITHIN_MS),
    }));
  } catch (error) {
    return afterFailure(ctx, intent, error);
  }
  await withTransaction(ctx, (tx) =>
    closeIntent(tx, {
      ...{ intent, from: 'sent', to: 'confirmed', outcome: 'arrived', creditId },
      balance: { tokens: (before.balance ?? 0n) + tokens, at: before.at },
    }),
  );
}

async function readBefore(
  ctx: Context,
  client: VirtFusionClient,
  intent: CreditIntent,
): Promise<CreditReading> {
  try {
    return await readCreditOf(ctx, client, intent.externalId);
  } catch (error) {
    await noteProblem(ctx, intent, sentenceOf(error));
    throw error;
  }
}

/** From here on it may have been sent, whatever becomes of this process. False when somebody else did it. */
async function markSent(
  ctx: Context,
  intent: CreditIntent,
  { before, version }: { before: CreditReading; version: number },
): Promise<boolean> {
  const { balance, native, month, at } = before;
  if (balance === null) throw new Error('Nothing is sent without a balance to compare with');
  return withTransaction(ctx, async (tx) => {
    const price = parseTenDecimals(intent.tokenPrice);
    await recordReading(tx, { customerId: intent.customerId, balance, price, at, version });
    const { rowCount } = await tx.db.execute(sql`
      UPDATE credit_intents SET state = 'sent', sent_at = ${tx.clock.now().toISOString()}::timestamptz, lost_at = NULL,
        attempts = attempts + 1, last_error = NULL, balance_before = ${formatTenDecimals(balance)}::numeric,
        native_before = ${native === null ? null : formatTenDecimals(native)}::numeric, month_before = ${month}
      WHERE id = ${intent.id} AND state = 'intended'`);
    return rowCount === 1;
  });
}

/** A refusal moved nothing, and is tried again; anything else may have moved it, and is looked into. */
async function afterFailure(ctx: Context, intent: CreditIntent, error: unknown): Promise<void> {
  if (!mayHaveArrived(error)) {
    await ctx.db.execute(sql`
      UPDATE credit_intents SET state = 'intended', sent_at = NULL, last_error = ${sentenceOf(error)}
      WHERE id = ${intent.id} AND state = 'sent'`);
    throw error;
  }
  const now = ctx.clock.now();
  await withTransaction(ctx, async (tx) => {
    await tx.db.execute(sql`
      UPDATE credit_intents SET lost_at = ${now.toISOString()}::timestamptz, last_error = ${sentenceOf(error)}
      WHERE id = ${intent.id} AND state = 'sent'`);
    await enqueueSends(tx, [intent.id], new Date(now.getTime() + SETTLED_AFTER_MS));
  });
  ctx.log.warn('the reply to a credit posting was lost', { intentId: intent.id, error: sentenceOf(error) });
}

/** Every status that names a refusal proves that nothing was posted; so does a request that never left. */
function mayHaveArrived(error: unknown): boolean {
  if (error instanceof RangeError) return false; // it could not even be written down as a request
  return !(error instanceof VirtFusionError) || (error.requestSent && error.outcome === 'unknown');
}

async function noteProblem(ctx: Context, { id }: CreditIntent, problem: string): Promise<void> {
  await ctx.db.execute(sql`
    UPDATE credit_intents SET last_error = ${problem}, attempts = attempts + 1
    WHERE id = ${id} AND closed_at IS NULL`);
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
