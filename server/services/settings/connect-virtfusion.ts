import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { serverHourlyBillingSettings } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { InvalidInputError } from '../../errors.ts';
import { isHostWithinReach, type Reach } from '../../integrations/reach.ts';
import { apiRoot } from '../../integrations/virtfusion/base-url.ts';
import { SecretBoxError } from '../../secrets/secret-box.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { getConnection } from './get-connection.ts';
import {
  isSamePanel,
  readSavedConnection,
  refuseWhereFixed,
  type SavedConnection,
} from './saved-connection.ts';
import { PANEL_TOKEN_KEY, PANEL_TOKEN_PLACE, PANEL_URL_KEY } from './settings-keys.ts';

type Input = InputOf<typeof api.settings.connect>;

/**
 * Saves which VirtFusion is billed. Without a token the saved one is kept, as long as the address is the same panel.
 * Saving what is saved changes nothing. Every process follows within seconds.
 * @throws RefusedError where the environment decides; InvalidInputError under 'url' or 'token'
 */
export async function connectVirtfusion(
  ctx: Context,
  input: Input,
): Promise<OutputOf<typeof api.settings.connect>> {
  refuseWhereFixed(ctx);
  assertUsable(input, ctx.env.panelReach);
  // A demo keeps its rows apart: the connection belongs to the live installation, and is found at the next start.
  const home = ctx.demo ? { ...ctx, db: ctx.live, live: ctx.live } : ctx;
  return withTransaction({ ...home, demo: false }, async (tx) => {
    await lockSettings(tx);
    const saved = await readSavedConnection(tx);
    const url = input.url.replace(/\/+$/, '');
    const token = tokenToKeep(tx, input, saved);
    if (url !== saved.url || token !== saved.sealedToken) {
      await saveConnection(tx, { url, token });
      await recordAudit(tx, {
        action: 'virtfusion.connected',
        subject: 'virtfusion',
        before: { url: saved.url, credentials: saved.sealedToken === null ? 'none' : 'saved' },
        after: { url, credentials: token === saved.sealedToken ? 'kept' : 'replaced' },
      });
    }
    const kept = await getConnection(tx);
    return ctx.demo ? { ...kept, source: 'demo' as const } : kept;
  });
}

/** What the schema lets pass and a client could not be made from. */
export function assertUsable({ url, token }: Input, reach: Reach): void {
  let root: URL;
  try {
    root = apiRoot(url);
  } catch (error) {
    // Its sentences never repeat the address, which may hold a password.
    throw new InvalidInputError(
      'url',
      error instanceof TypeError ? `${error.message}.` : 'Write another URL.',
    );
  }
  if (!isHostWithinReach(root, reach)) {
    throw new InvalidInputError(
      'url',
      'This address lies in a private network: set PRIVATE_PANEL=allow in the environment if that is meant. Link-local ones are never called.',
    );
  }
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new InvalidInputError(
      'token',
      'A token has no spaces and no other than plain letters: copy it anew',
    );
  }
}

/** Two saves at once come one after the other. */
async function lockSettings(tx: Context): Promise<void> {
  await tx.db.select({ id: serverHourlyBillingSettings.id }).from(serverHourlyBillingSettings).for('update');
}

/** The sealed token to save: the given one, or the saved one where it belongs to this panel. */
function tokenToKeep(tx: Context, { url, token }: Input, saved: SavedConnection): string {
  if (token === undefined) {
    if (saved.sealedToken === null)
      throw new InvalidInputError('token', 'Write the API token of this VirtFusion');
    if (saved.url === null || !isSamePanel(url, saved.url)) {
      throw new InvalidInputError(
        'token',
        'The saved token belongs to another address: write the one of this VirtFusion',
      );
    }
    return saved.sealedToken;
  }
  // Sealing twice gives two texts: the same token must come out as no change.
  const isSaved = saved.sealedToken !== null && opened(tx, saved.sealedToken) === token;
  return isSaved && saved.sealedToken !== null
    ? saved.sealedToken
    : tx.secrets.seal(token, PANEL_TOKEN_PLACE);
}

/** Null where the key has changed since: then any token given is a new one. */
function opened(tx: Context, sealedToken: string): string | null {
  try {
    return tx.secrets.open(sealedToken, PANEL_TOKEN_PLACE);
  } catch (error) {
    if (error instanceof SecretBoxError) return null;
    throw error;
  }
}

async function saveConnection(tx: Context, { url, token }: { url: string; token: string }): Promise<void> {
  const savedBy = tx.actor.kind === 'admin' ? tx.actor.id : null;
  await tx.db.execute(sql`
    INSERT INTO settings (key, value, updated_at, updated_by)
    SELECT key, value, ${tx.clock.now().toISOString()}::timestamptz, ${savedBy}::int
    FROM (VALUES (${PANEL_URL_KEY}, ${url}), (${PANEL_TOKEN_KEY}, ${token})) AS saved(key, value)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at,
      updated_by = excluded.updated_by
    WHERE settings.value <> excluded.value`);
}
