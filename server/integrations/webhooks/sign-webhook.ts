import { createHmac, randomBytes } from 'node:crypto';

/** The headers of the Standard Webhooks scheme: who receives them can tell that it was us, when, and what. */
export type WebhookHeaders = Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>;

const PREFIX = 'whsec_';

/** A new secret, as receivers are told it: 'whsec_' and 24 random bytes in base64. */
export function newWebhookSecret(): string {
  return PREFIX + randomBytes(24).toString('base64');
}

/**
 * Signs a message: HMAC-SHA256 of id, seconds and body, joined by dots, under the bytes of the secret. The id is the
 * same at every attempt, the time is that of the attempt.
 */
export function signWebhook({
  secret,
  id,
  at,
  body,
}: {
  secret: string;
  id: string;
  at: Date;
  body: string;
}): WebhookHeaders {
  const seconds = String(Math.floor(at.getTime() / 1000));
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` };
}
