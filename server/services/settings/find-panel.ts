import { inArray } from 'drizzle-orm';
import { settings } from '#shared/schema/index.ts';
import type { Clock } from '../../clock.ts';
import type { Panel } from '../../context.ts';
import type { Database } from '../../db/client.ts';
import type { Env } from '../../env.ts';
import { createVirtFusionClient, type VirtFusionClient } from '../../integrations/virtfusion/client.ts';
import type { Log } from '../../log.ts';
import type { SecretBox } from '../../secrets/secret-box.ts';
import { readBillingSettings } from './get-billing-settings.ts';
import { PANEL_TOKEN_KEY, PANEL_TOKEN_PLACE, PANEL_URL_KEY } from './settings-keys.ts';

export interface PanelFinder {
  /** The VirtFusion in force: the environment's, else the demo's, else the saved one. One client as long as it is the same. */
  panel(): Promise<Panel>;
  /** Asks the settings anew at the next call. */
  forget(): void;
  close(): Promise<void>;
}

interface Sources {
  env: Env;
  secrets: SecretBox;
  db: Database;
  clock: Clock;
  log: Log;
  /** The demo's own panel. */
  emulated?: { url: string; token: string } | undefined;
  /** Told of every call, for the metrics. */
  onCall?: (call: { route: string; outcome: string; ms: number }) => void;
}

interface Address {
  source: 'environment' | 'settings' | 'demo';
  url: string;
  token: string;
}

/** Keeps one client for the panel in force, and makes another when its address or its limits change. */
export function createPanelFinder(sources: Sources): PanelFinder {
  let current: { fingerprint: string; client: VirtFusionClient } | null = null;
  let found: Promise<Panel> | null = null;

  const find = async (): Promise<Panel> => {
    const address = await addressOf(sources);
    if (!address) return { source: 'none', url: null, client: null };
    const { row } = await readBillingSettings(sources);
    const fingerprint = JSON.stringify([
      address.url,
      address.token,
      row.requestsPerMinute,
      row.requestConcurrency,
    ]);
    if (current?.fingerprint !== fingerprint) {
      const old = current?.client;
      current = {
        fingerprint,
        client: createVirtFusionClient({
          baseUrl: address.url,
          token: address.token,
          reach: address.source === 'settings' ? sources.env.panelReach : 'private',
          requestsPerMinute: row.requestsPerMinute,
          concurrency: row.requestConcurrency,
          clock: sources.clock,
          log: sources.log,
          onCall: sources.onCall,
        }),
      };
      void old?.close();
    }
    return { source: address.source, url: address.url, client: current.client };
  };

  return {
    panel: () => {
      // A failure is not remembered: the next call asks again.
      found ??= find().catch((error: unknown) => {
        found = null;
        throw error;
      });
      return found;
    },
    forget: () => {
      found = null;
    },
    close: async () => {
      await current?.client.close();
    },
  };
}

async function addressOf({ env, emulated, db, secrets }: Sources): Promise<Address | null> {
  if (env.virtfusion)
    return { source: 'environment', url: env.virtfusion.apiUrl, token: env.virtfusion.apiToken };
  if (emulated) return { source: 'demo', url: emulated.url, token: emulated.token };
  const saved = await savedAddress(db, secrets);
  return saved ? { source: 'settings', ...saved } : null;
}

/** The URL and token an admin saved; null when either is missing. */
export async function savedAddress(
  db: Pick<Database, 'select'>,
  secrets: SecretBox,
): Promise<{ url: string; token: string } | null> {
  const rows = await db
    .select()
    .from(settings)
    .where(inArray(settings.key, [PANEL_URL_KEY, PANEL_TOKEN_KEY]));
  const saved = new Map(rows.map((row) => [row.key, row.value]));
  const [url, sealed] = [saved.get(PANEL_URL_KEY), saved.get(PANEL_TOKEN_KEY)];
  return url && sealed ? { url, token: secrets.open(sealed, PANEL_TOKEN_PLACE) } : null;
}
