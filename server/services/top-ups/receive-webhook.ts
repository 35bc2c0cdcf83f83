import type { OutputOf } from '#shared/api/endpoint.ts';
import { api } from '#shared/api/index.ts';
import { paypalEvents } from '#shared/schema/index.ts';
import type { Context, PayPalAccount } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { AppError, RefusedError } from '../../errors.ts';
import {
  type IncomingWebhook,
  verifyWebhook,
  type WebhookProblem,
} from '../../integrations/paypal/verify-webhook.ts';
import { enqueuePayPalEvent } from '../../jobs/enqueue.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { asking } from './asking.ts';

/**
 * Takes a notification in: proves that it is PayPal's and for us, keeps it, once an event, and leaves the rest to a
 * job. What is not PayPal's is refused, and an admin is told.
 * @throws AppError 'forbidden' when it is not PayPal's; RefusedError while PayPal is not connected; AppError
 *   'paypal_failed' when its certificate cannot be fetched: PayPal sends it again
 */
export async function receiveWebhook(
  ctx: Context,
  incoming: IncomingWebhook,
): Promise<OutputOf<typeof api.paypal.webhook>> {
  const { account } = await ctx.paypal();
  if (!account) throw new RefusedError('PayPal is not connected here.');
  const problem = await problemOf(ctx, account, incoming);
  if (problem) {
    await tellRefused(ctx, problem, incoming);
    throw new AppError('forbidden', `This notification was refused: ${words[problem]}.`, {
      facts: { problem },
    });
  }
  const body = bodyOf(incoming.body);
  await withTransaction(ctx, async (tx) => {
    const kept = await tx.db
      .insert(paypalEvents)
      .values({ id: body.id, eventType: body.event_type, body, receivedAt: tx.clock.now() })
      .onConflictDoNothing()
      .returning({ id: paypalEvents.id });
    if (kept.length > 0) await enqueuePayPalEvent(tx, body.id);
  });
  return { received: true };
}

type Refusal = WebhookProblem | 'no_webhook_id';

async function problemOf(
  ctx: Context,
  { client, webhookId, trust }: PayPalAccount,
  incoming: IncomingWebhook,
): Promise<Refusal | null> {
  if (webhookId === null) return 'no_webhook_id';
  const fetchCertificate = (url: URL) => client.certificate(url);
  return asking(verifyWebhook(incoming, { webhookId, ...trust, now: ctx.clock.now(), fetchCertificate }));
}

const words: Record<Refusal, string> = {
  no_webhook_id: 'the ID of the webhook is not saved in the settings, so its signature proves nothing',
  header_missing: 'it does not carry the headers PayPal signs with',
  wrong_algorithm: 'it is not signed by SHA256withRSA',
  wrong_time: 'it was sent too long ago, or the clocks are far apart',
  foreign_certificate_host: 'its certificate does not lie at one of PayPal’s own hosts',
  untrusted_certificate: 'its certificate is not PayPal’s, or nobody trusted vouches for it',
  wrong_signature: 'its signature does not fit its content and our webhook',
};

async function tellRefused(ctx: Context, problem: Refusal, { headers }: IncomingWebhook): Promise<void> {
  await raiseAlert(ctx, {
    kind: 'webhook_refused',
    subject: `paypal:${problem}`,
    message: `A PayPal notification was refused: ${words[problem]}. If PayPal shows failed deliveries, compare the webhook with the settings; else somebody is trying it on, and nothing was credited.`,
    facts: {
      problem,
      transmissionId: short(headers['paypal-transmission-id']),
      sentAt: short(headers['paypal-transmission-time']),
      certificate: short(headers['paypal-cert-url']),
    },
  });
}

/** A stranger wrote it: no more of it than a line. */
function short(text: string | undefined): string | null {
  return text === undefined ? null : text.slice(0, 200);
}

/** Signed by PayPal, so it is JSON; what it is about is read when it is acted on. */
function bodyOf(body: Buffer) {
  return api.paypal.webhook.input.parse(JSON.parse(body.toString('utf8')));
}
