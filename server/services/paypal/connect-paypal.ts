import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { formatMoney } from '#shared/billing/money.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { InvalidInputError } from '../../errors.ts';
import { SecretBoxError } from '../../secrets/secret-box.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { getPayPal } from './get-paypal.ts';
import { payPalKeys, readSavedPayPal, type SavedPayPal, SECRET_PLACE } from './saved-paypal.ts';

type Input = InputOf<typeof api.paypal.connect>;

/** One number for the lock that lets two saves come one after the other. */
const PAYPAL_SETTINGS_LOCK = 7003;

/**
 * Saves the account customers pay into. Without a secret the saved one is kept, as long as it belongs to this app.
 * Saving what is saved changes nothing. Every process follows within seconds.
 * @throws InvalidInputError under 'secret' or 'largest'
 */
export async function connectPayPal(
  ctx: Context,
  input: Input,
): Promise<OutputOf<typeof api.paypal.connect>> {
  if (input.largest < input.smallest) {
    throw new InvalidInputError('largest', 'The largest top-up must not be below the smallest');
  }
  // A demo keeps its rows apart: the account belongs to the live installation, and is found at the next start.
  const home = ctx.demo ? { ...ctx, db: ctx.live, demo: false } : ctx;
  await withTransaction(home, async (tx) => {
    await tx.db.execute(sql`SELECT pg_advisory_xact_lock(${PAYPAL_SETTINGS_LOCK})`);
    const saved = await readSavedPayPal(tx.db);
    const wanted: SavedPayPal = {
      mode: input.mode,
      clientId: input.clientId,
      sealedSecret: secretToKeep(tx, input, saved),
      webhookId: input.webhookId || null,
      smallest: input.smallest,
      largest: input.largest,
    };
    if (isSame(saved, wanted)) return;
    await save(tx, wanted);
    const secret = wanted.sealedSecret === saved.sealedSecret ? 'kept' : 'replaced';
    await recordAudit(tx, {
      action: 'paypal.connected',
      subject: 'paypal',
      before: { ...told(saved), credentials: saved.sealedSecret === null ? 'none' : 'saved' },
      after: { ...told(wanted), credentials: secret },
    });
  });
  return getPayPal(ctx);
}

/** The sealed secret to save: the given one, or the saved one where it belongs to this app of this PayPal. */
function secretToKeep(tx: Context, { secret, clientId }: Input, saved: SavedPayPal): string | null {
  if (secret === undefined) {
    if (saved.sealedSecret === null)
      throw new InvalidInputError('secret', 'Write the secret of this REST app');
    if (saved.clientId !== clientId) {
      throw new InvalidInputError(
        'secret',
        'The saved secret belongs to another client ID: write the one of this app',
      );
    }
    return saved.sealedSecret;
  }
  const isSaved = saved.sealedSecret !== null && opened(tx, saved.sealedSecret) === secret;
  return isSaved ? saved.sealedSecret : tx.secrets.seal(secret, SECRET_PLACE);
}

/** Null where the key has changed since: then any secret given is a new one. */
function opened(tx: Context, sealed: string): string | null {
  try {
    return tx.secrets.open(sealed, SECRET_PLACE);
  } catch (error) {
    if (error instanceof SecretBoxError) return null;
    throw error;
  }
}

function isSame(saved: SavedPayPal, wanted: SavedPayPal): boolean {
  return (Object.keys(wanted) as (keyof SavedPayPal)[]).every((field) => saved[field] === wanted[field]);
}

function told({ mode, clientId, webhookId, smallest, largest }: SavedPayPal) {
  return { mode, clientId, webhookId, smallest: formatMoney(smallest), largest: formatMoney(largest) };
}

async function save(tx: Context, wanted: SavedPayPal): Promise<void> {
  const savedBy = tx.actor.kind === 'admin' ? tx.actor.id : null;
  const fields = Object.keys(payPalKeys) as (keyof SavedPayPal)[];
  const keys = fields.map((field) => payPalKeys[field]);
  const values = fields.map((field) => String(wanted[field] ?? ''));
  await tx.db.execute(sql`
    INSERT INTO settings (key, value, updated_at, updated_by)
    SELECT key, value, ${tx.clock.now().toISOString()}::timestamptz, ${savedBy}::int
    FROM unnest(${sql.param(keys)}::text[], ${sql.param(values)}::text[]) AS saved(key, value)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at,
      updated_by = excluded.updated_by
    WHERE settings.value <> excluded.value`);
}
