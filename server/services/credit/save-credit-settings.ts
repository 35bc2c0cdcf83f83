import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { RefusedError } from '../../errors.ts';
import { VirtFusionError } from '../../integrations/virtfusion/client.ts';
import { enqueueCarry } from '../../jobs/enqueue.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { lockWalletSettings, type WalletSettings, walletTexts } from '../settings/wallet-mode.ts';
import { findTokenPrice } from './find-token-price.ts';
import { countOpen, getCreditSettings } from './get-credit-settings.ts';

/**
 * Switches where customers' money is. To VirtFusion: what the wallets here hold or owe is carried to its credit. Back:
 * what is in its credit stays there, and the wallets here begin with what was not carried. Saving what is saved changes
 * nothing.
 * @throws RefusedError while a posting is under way or unclear; when VirtFusion cannot be asked what a token is worth
 */
export async function saveCreditSettings(
  ctx: Context,
  wanted: InputOf<typeof api.credit.saveSettings>,
): Promise<OutputOf<typeof api.credit.saveSettings>> {
  if (wanted.mode === 'virtfusion') await requireTokenValue(ctx);
  return withTransaction(ctx, async (tx) => {
    const saved = await lockWalletSettings(tx, { forChange: true });
    if (!isSame(saved, wanted)) await save(tx, saved, wanted);
    return getCreditSettings(tx);
  });
}

function isSame(saved: WalletSettings, wanted: WalletSettings): boolean {
  const texts = walletTexts(wanted);
  return [...walletTexts(saved)].every(([key, text]) => texts.get(key) === text);
}

/** Asked before anything is locked: a slow panel must hold nobody up. */
async function requireTokenValue(ctx: Context): Promise<void> {
  const { client } = await ctx.panel();
  if (!client)
    throw new RefusedError('No VirtFusion is connected: connect it first, under VirtFusion connection.');
  const priced = await findTokenPrice(ctx, client).catch((error: unknown) => {
    if (!(error instanceof VirtFusionError)) throw error;
    throw new RefusedError(`VirtFusion did not say what a token is worth: ${error.message}`);
  });
  if (priced) return;
  throw new RefusedError(
    'VirtFusion has no enabled currency with a token value that is the billing currency: add it there first, under Self Service, Currencies.',
  );
}

async function save(tx: Context, saved: WalletSettings, wanted: WalletSettings): Promise<void> {
  const switches = saved.mode !== wanted.mode;
  const changesTokens = switches || saved.tokenDecimals !== wanted.tokenDecimals;
  if (changesTokens) await requireNoneOpen(tx);
  const withdrawn = changesTokens ? await withdrawUnsent(tx) : 0;
  const savedBy = tx.actor.kind === 'admin' ? tx.actor.id : null;
  const texts = walletTexts(wanted);
  await tx.db.execute(sql`
    INSERT INTO settings (key, value, updated_at, updated_by)
    SELECT key, value, ${tx.clock.now().toISOString()}::timestamptz, ${savedBy}::int
    FROM unnest(${sql.param([...texts.keys()])}::text[], ${sql.param([...texts.values()])}::text[]) AS saved(key, value)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at,
      updated_by = excluded.updated_by
    WHERE settings.value <> excluded.value`);
  await recordAudit(tx, {
    action: 'credit.settings_saved',
    subject: 'settings',
    before: { ...saved },
    after: { ...wanted, withdrawn },
  });
  // Only while VirtFusion's credit is the wallet, as the job's own statement asks.
  await enqueueCarry(tx);
}

async function requireNoneOpen(tx: Context): Promise<void> {
  const { underWay, unclear } = await countOpen(tx);
  if (unclear > 0) {
    throw new RefusedError(
      `${unclear === 1 ? 'A credit posting is' : `${unclear} credit postings are`} unclear: decide first whether they arrived, on the page of credit postings.`,
      { unclear },
    );
  }
  if (underWay > 0) {
    throw new RefusedError(
      `${underWay === 1 ? 'A credit posting is' : `${underWay} credit postings are`} under way to VirtFusion: try again in a few minutes.`,
      { underWay },
    );
  }
}

/** What was decided and never sent is undone: nobody turns it into 'sent' while the settings are locked. */
async function withdrawUnsent(tx: Context): Promise<number> {
  const { rowCount } = await tx.db.execute(sql`
    UPDATE credit_intents SET state = 'resolved', outcome = 'withdrawn', closed_at = ${tx.clock.now().toISOString()}::timestamptz
    WHERE closed_at IS NULL AND state = 'intended'`);
  return rowCount ?? 0;
}
