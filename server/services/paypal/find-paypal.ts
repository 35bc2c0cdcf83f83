import { rootCertificates } from 'node:tls';
import type { Clock } from '../../clock.ts';
import type { PayPal, PayPalAccount } from '../../context.ts';
import type { Database } from '../../db/client.ts';
import { createPayPalClient } from '../../integrations/paypal/client.ts';
import { modes } from '../../integrations/paypal/modes.ts';
import type { Log } from '../../log.ts';
import type { SecretBox } from '../../secrets/secret-box.ts';
import { readSavedPayPal, type SavedPayPal, SECRET_PLACE } from './saved-paypal.ts';

export interface PayPalFinder {
  /** The account in force: the demo's, else the saved one. One client as long as it is the same. */
  paypal(): Promise<PayPal>;
  /** Asks the settings anew at the next call. */
  forget(): void;
  close(): Promise<void>;
}

/** What an emulated PayPal tells of itself. */
export interface EmulatedPayPal {
  url: string;
  clientId: string;
  clientSecret: string;
  webhookId: string;
  /** PEM. */
  ca: string;
}

interface Sources {
  secrets: SecretBox;
  db: Database;
  clock: Clock;
  log: Log;
  emulated?: EmulatedPayPal | undefined;
}

/** Keeps one client for the account in force, and makes another when it changes. */
export function createPayPalFinder(sources: Sources): PayPalFinder {
  let current: { fingerprint: string; account: PayPalAccount } | null = null;
  let found: Promise<PayPal> | null = null;

  const find = async (): Promise<PayPal> => {
    const saved = await readSavedPayPal(sources.db);
    const { smallest, largest } = saved;
    const credentials = credentialsOf(sources, saved);
    if (!credentials) return { source: 'none', account: null, smallest, largest };
    const fingerprint = JSON.stringify(credentials);
    if (current?.fingerprint !== fingerprint) {
      void current?.account.client.close();
      current = { fingerprint, account: accountOf(sources, credentials) };
    }
    const source = sources.emulated ? 'demo' : 'settings';
    return { source, account: current.account, smallest, largest };
  };

  return {
    paypal: () => {
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
      await current?.account.client.close();
    },
  };
}

interface Credentials extends Pick<PayPalAccount, 'mode' | 'webhookId'> {
  baseUrl: string;
  clientId: string;
  clientSecret: string;
}

function credentialsOf({ emulated, secrets }: Sources, saved: SavedPayPal): Credentials | null {
  if (emulated) {
    const { url: baseUrl, clientId, clientSecret, webhookId } = emulated;
    return { mode: 'emulated', baseUrl, clientId, clientSecret, webhookId };
  }
  const { mode, clientId, sealedSecret, webhookId } = saved;
  if (mode === 'off' || clientId === null || sealedSecret === null) return null;
  const clientSecret = secrets.open(sealedSecret, SECRET_PLACE);
  return { mode, baseUrl: modes[mode].baseUrl, clientId, clientSecret, webhookId };
}

function accountOf({ clock, log, emulated }: Sources, credentials: Credentials): PayPalAccount {
  const { mode, webhookId } = credentials;
  const trust =
    mode === 'emulated'
      ? {
          certificateHosts: [new URL(credentials.baseUrl).host],
          allowPlainHttp: true,
          roots: emulated ? [emulated.ca] : [],
        }
      : { certificateHosts: modes[mode].certificateHosts, allowPlainHttp: false, roots: rootCertificates };
  const reach = mode === 'emulated' ? 'private' : 'public';
  return { mode, webhookId, trust, client: createPayPalClient({ ...credentials, reach, clock, log }) };
}
