import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Access } from './http/access.ts';
import { payPalApp } from './http/app.ts';
import { Faults } from './http/faults.ts';
import { makeRoot, makeSigningCertificate } from './webhooks/certificates.ts';
import { type SignedEvent, signEvent } from './webhooks/sign-event.ts';
import type { WebhookEvent } from './world/entities.ts';
import { Shop } from './world/shop.ts';

export interface PayPalEmulatorOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** The clock of the world. Default: the system's. */
  now?: () => Date;
}

/** How a notification departs from an honest one. */
export interface Forgery {
  /** When it says it was sent; default: now. */
  at?: Date;
  /** Where it says its certificate lies. */
  certificateUrl?: string;
  /** Another body than the one that was signed. */
  body?: string;
  /** Signed for the webhook of somebody else. */
  webhookId?: string;
}

export interface PayPalEmulator {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly webhookId: string;
  /** PEM of the root that vouches for its signing certificate. */
  readonly ca: string;
  readonly shop: Shop;
  readonly faults: Faults;
  readonly access: Access;
  /** From now on notifications are posted there as they come about, each once. */
  subscribe(url: string): void;
  /** A notification ready to be posted: with PayPal's headers, signed. */
  sign(event: WebhookEvent, forgery?: Forgery): SignedEvent;
  /** Serves another chain, made by `makeSigningCertificate`, under a name; its URL. */
  serveCertificate(name: string, chain: string): string;
  /** Ends at once, open connections included. */
  close(): Promise<void>;
}

const CERTIFICATE = 'CERT-emulated';

/** Starts an emulated PayPal on loopback, with an authority of its own. @throws Error when the port is taken */
export async function startPayPalEmulator(options: PayPalEmulatorOptions = {}): Promise<PayPalEmulator> {
  // The clock is the machine's only where nobody brings one: an emulated PayPal has a clock of its own.
  const now = options.now ?? (() => new Date());
  const credentials = { clientId: 'emulated-client', clientSecret: 'emulated-secret' };
  const webhook: { id: string; url: string | null } = { id: 'WEBHOOKEMULATED01', url: null };
  const root = makeRoot('Emulated PayPal root', now());
  const signing = makeSigningCertificate(root, {
    subject: 'messageverificationcerts.emulated.paypal.com',
    now: now(),
  });
  const certificates = new Map([[CERTIFICATE, signing.chain]]);
  const [shop, faults, access] = [new Shop(now), new Faults(), new Access({ ...credentials, now })];
  let url = '';
  const server = createServer(payPalApp({ shop, access, faults, certificates, webhook, url: () => url }));
  url = `http://127.0.0.1:${await listening(server, options.port ?? 0)}`;
  const certificateUrl = (name: string) => `${url}/v1/notifications/certs/${name}`;
  const sign: PayPalEmulator['sign'] = (event, forgery = {}) => {
    const signed = signEvent({
      body: event.body,
      webhookId: forgery.webhookId ?? webhook.id,
      certificateUrl: forgery.certificateUrl ?? certificateUrl(CERTIFICATE),
      key: signing.key,
      at: forgery.at ?? now(),
    });
    return forgery.body === undefined ? signed : { ...signed, body: forgery.body };
  };
  shop.onEvent = (event) => {
    if (webhook.url !== null) void post(webhook.url, sign(event));
  };
  return {
    ...{ url, ...credentials, webhookId: webhook.id, ca: root.certificate, shop, faults, access, sign },
    subscribe: (target) => {
      webhook.url = target;
    },
    serveCertificate: (name, chain) => {
      certificates.set(name, chain);
      return certificateUrl(name);
    },
    close: () => closed(server),
  };
}

/** Sent once: a listener that is away learns of it by asking, as it must with PayPal after its last try. */
async function post(url: string, { headers, body }: SignedEvent): Promise<void> {
  await fetch(url, { method: 'POST', headers, body }).catch(() => undefined);
}

function listening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
