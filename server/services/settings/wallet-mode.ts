import { inArray, sql } from 'drizzle-orm';
import { settings } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';

export const walletKeys = {
  mode: 'wallet_mode',
  tokenDecimals: 'wallet_token_decimals',
  othersAddCredit: 'wallet_others_add_credit',
} as const;

/** Where customers' money is. */
export interface WalletSettings {
  /** 'own': in the ledger here. 'virtfusion': in VirtFusion's credit, and the ledger carries what it charges there. */
  mode: 'own' | 'virtfusion';
  /** Decimals that VirtFusion keeps of tokens, 0 to 8. */
  tokenDecimals: number;
  /** Whether another system adds to VirtFusion's credit too, so that credit that rose is no finding. */
  othersAddCredit: boolean;
}

/** Four is what VirtFusion shows of a balance. */
export const defaultWalletSettings: WalletSettings = {
  mode: 'own',
  tokenDecimals: 4,
  othersAddCredit: false,
};

/** Where the money is, as an admin saved it. @throws Error for a text that is no such setting */
export async function readWalletSettings(ctx: Context): Promise<WalletSettings> {
  const rows = await ctx.db
    .select()
    .from(settings)
    .where(inArray(settings.key, Object.values(walletKeys)));
  return walletSettingsOf(new Map(rows.map(({ key, value }) => [key, value])));
}

/**
 * The same, held until the transaction ends: whoever decides by it and whoever changes it come one after the other.
 * `forChange` keeps others from deciding meanwhile.
 */
export async function lockWalletSettings(
  tx: Context,
  { forChange = false }: { forChange?: boolean } = {},
): Promise<WalletSettings> {
  // A lock of its own, as there may be no row yet.
  const lock = sql.raw(forChange ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared');
  await tx.db.execute(sql`SELECT ${lock}(${WALLET_SETTINGS_LOCK})`);
  return readWalletSettings(tx);
}

const WALLET_SETTINGS_LOCK = 7_102;

/** The keys and texts that say the same. */
export function walletTexts(saved: WalletSettings): Map<string, string> {
  return new Map([
    [walletKeys.mode, saved.mode],
    [walletKeys.tokenDecimals, String(saved.tokenDecimals)],
    [walletKeys.othersAddCredit, String(saved.othersAddCredit)],
  ]);
}

function walletSettingsOf(saved: ReadonlyMap<string, string>): WalletSettings {
  const texts = new Map([...walletTexts(defaultWalletSettings), ...saved]);
  const [mode, decimals] = [texts.get(walletKeys.mode), Number(texts.get(walletKeys.tokenDecimals))];
  // Written by hand it may be anything, and money must not move by what it might have meant.
  if (mode !== 'own' && mode !== 'virtfusion') {
    throw new Error(`settings: ${walletKeys.mode} must be own or virtfusion, not "${mode}"`);
  }
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > MOST_DECIMALS) {
    throw new Error(`settings: ${walletKeys.tokenDecimals} must be 0 to ${MOST_DECIMALS}`);
  }
  const othersAddCredit = texts.get(walletKeys.othersAddCredit) === 'true';
  return { mode, tokenDecimals: decimals, othersAddCredit };
}

const MOST_DECIMALS = 8;
