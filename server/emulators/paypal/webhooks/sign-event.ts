import { type KeyObject, randomUUID, sign } from 'node:crypto';
import { crc32 } from 'node:zlib';

export interface SignedEvent {
  headers: Record<string, string>;
  /** Exactly the bytes that were signed. */
  body: string;
}

/** Signs as PayPal documents it: SHA-256 with RSA over `transmissionId|time|webhookId|CRC-32 of the body`, decimal. */
export function signEvent(event: {
  body: string;
  webhookId: string;
  certificateUrl: string;
  key: KeyObject;
  at: Date;
}): SignedEvent {
  const transmissionId = randomUUID();
  const time = `${event.at.toISOString().slice(0, 19)}Z`;
  const signed = `${transmissionId}|${time}|${event.webhookId}|${crc32(event.body)}`;
  return {
    headers: {
      'content-type': 'application/json',
      'paypal-transmission-id': transmissionId,
      'paypal-transmission-time': time,
      'paypal-transmission-sig': sign('sha256', Buffer.from(signed), event.key).toString('base64'),
      'paypal-cert-url': event.certificateUrl,
      'paypal-auth-algo': 'SHA256withRSA',
    },
    body: event.body,
  };
}
