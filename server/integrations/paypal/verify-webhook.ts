import { type KeyObject, verify } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { keyOfChain } from './certificate-chain.ts';

/** What came in: the headers in lower case, and the body as it was sent, byte for byte. */
export interface IncomingWebhook {
  headers: Readonly<Record<string, string | undefined>>;
  body: Buffer;
}

/** Why a notification is not PayPal's. The first that fails is the one told. */
export type WebhookProblem =
  | 'header_missing'
  | 'wrong_algorithm'
  | 'wrong_time'
  | 'foreign_certificate_host'
  | 'untrusted_certificate'
  | 'wrong_signature';

export interface WebhookRules {
  webhookId: string;
  /** Hosts, with a port where it is not the usual one, that may serve certificates. */
  certificateHosts: readonly string[];
  /** Plain http is for an emulator on loopback alone. */
  allowPlainHttp: boolean;
  /** PEM of the authorities that may vouch for a signing certificate. */
  roots: readonly string[];
  now: Date;
  /** Fetches a PEM chain. What it throws is an outage, not a refusal: the notification comes again. */
  fetchCertificate(url: URL): Promise<string>;
}

/**
 * PayPal tries to deliver for three days. Whether it stamps each try anew is not documented, so a notification may be
 * that old; what is older is a copy. Of clocks an hour's disagreement is forgiven.
 */
const OLDEST_MS = 73 * 3_600_000;
const MOST_AHEAD_MS = 3_600_000;

const names = {
  id: 'paypal-transmission-id',
  time: 'paypal-transmission-time',
  signature: 'paypal-transmission-sig',
  certificate: 'paypal-cert-url',
  algorithm: 'paypal-auth-algo',
} as const;

/**
 * Whether PayPal sent this, and to us: null, or why not. The scheme is PayPal's ("Integrate webhooks"): SHA-256 with
 * RSA over `transmissionId|time|webhookId|CRC-32 of the body`. Nothing is fetched from a host that is not on the list.
 */
export async function verifyWebhook(
  incoming: IncomingWebhook,
  rules: WebhookRules,
): Promise<WebhookProblem | null> {
  const [id, time, signature, certificate, algorithm] = Object.values(names).map(
    (name) => incoming.headers[name],
  );
  if (!id || !time || !signature || !certificate || !algorithm) return 'header_missing';
  if (!/^SHA256withRSA$/i.test(algorithm)) return 'wrong_algorithm';
  const ageMs = rules.now.getTime() - Date.parse(time);
  if (!(ageMs <= OLDEST_MS && ageMs >= -MOST_AHEAD_MS)) return 'wrong_time';
  const url = addressOf(certificate, rules);
  if (!url) return 'foreign_certificate_host';
  const { key } = keyOfChain(await rules.fetchCertificate(url), rules);
  if (!key) return 'untrusted_certificate';
  const signed = `${id}|${time}|${rules.webhookId}|${crc32(incoming.body)}`;
  return fits(signed, signature, key) ? null : 'wrong_signature';
}

function addressOf(text: string, { certificateHosts, allowPlainHttp }: WebhookRules): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isSafe = url.protocol === 'https:' || (allowPlainHttp && url.protocol === 'http:');
  const isPlain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  const isTheirs = certificateHosts.includes(url.host) && url.pathname.startsWith('/v1/notifications/certs/');
  return isSafe && isPlain && isTheirs ? url : null;
}

function fits(signed: string, signature: string, key: KeyObject): boolean {
  return verify('sha256', Buffer.from(signed), key, Buffer.from(signature, 'base64'));
}
