import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { paypal } from '#shared/api/paypal.ts';
import type { Context } from '../../context.ts';
import { InvalidInputError } from '../../errors.ts';
import { createPayPalClient, type PayPalClient, PayPalError } from '../../integrations/paypal/client.ts';
import { modes } from '../../integrations/paypal/modes.ts';
import { SecretBoxError } from '../../secrets/secret-box.ts';
import { readSavedPayPal, SECRET_PLACE } from './saved-paypal.ts';

type Input = InputOf<typeof api.paypal.test>;
type Report = OutputOf<typeof api.paypal.test>;
type Check = Report['checks'][number];

/**
 * Tries an account: whether PayPal gives a token for it, and whether it has the webhook. Without a secret the saved
 * one is used, with its own client ID only. Nothing is saved.
 * @throws InvalidInputError under 'mode' or 'secret'
 */
export async function testPayPal(ctx: Context, input: Input): Promise<Report> {
  if (input.mode === 'off') throw new InvalidInputError('mode', 'Choose sandbox or live to test with');
  const clientSecret = input.secret ?? (await savedSecret(ctx, input.clientId));
  const { baseUrl } = modes[input.mode];
  const { clock, log } = ctx;
  const client = createPayPalClient({
    ...{ baseUrl, reach: 'public', clientId: input.clientId, clientSecret },
    ...{ clock, log },
  });
  try {
    return { checks: await checksOf(client, input.webhookId, ctx.env.publicUrl) };
  } finally {
    await client.close();
  }
}

async function savedSecret(ctx: Context, clientId: string): Promise<string> {
  const saved = await readSavedPayPal(ctx.demo ? ctx.live : ctx.db);
  if (saved.sealedSecret === null || saved.clientId !== clientId) {
    throw new InvalidInputError('secret', 'Write the secret of this REST app');
  }
  try {
    return ctx.secrets.open(saved.sealedSecret, SECRET_PLACE);
  } catch (error) {
    if (!(error instanceof SecretBoxError)) throw error;
    throw new InvalidInputError('secret', `${error.message} Write the secret again.`);
  }
}

/** Asked about its webhook, PayPal tells of the credentials by the way. */
export async function checksOf(
  client: Pick<PayPalClient, 'webhook'>,
  webhookId: string,
  publicUrl: string | undefined,
): Promise<Check[]> {
  try {
    const found = await client.webhook(webhookId === '' ? 'NONE' : webhookId);
    return [
      { check: 'credentials', ok: true, detail: 'PayPal knows this app.' },
      webhookCheck(found, { webhookId, publicUrl }),
    ];
  } catch (error) {
    if (!(error instanceof PayPalError)) throw error;
    const detail =
      error.outcome === 'unauthorized'
        ? 'PayPal does not know this client ID and secret. Are they those of this mode?'
        : error.status === null
          ? 'PayPal could not be reached from this server.'
          : `PayPal answered ${error.status}${error.issue ? ` (${error.issue})` : ''}. Try again in a while.`;
    return [{ check: 'credentials', ok: false, detail }];
  }
}

function webhookCheck(
  found: Awaited<ReturnType<PayPalClient['webhook']>>,
  { webhookId, publicUrl }: { webhookId: string; publicUrl: string | undefined },
): Check {
  const no = (detail: string): Check => ({ check: 'webhook', ok: false, detail });
  if (webhookId === '') {
    return no(
      'No webhook is named: payments are found by asking PayPal, refunds and disputes are not heard of.',
    );
  }
  if (!found) return no('The account has no webhook with this ID.');
  const wanted = publicUrl ? `${publicUrl}${paypal.webhook.path}` : null;
  if (wanted !== null && found.url !== wanted)
    return no(`It is sent to ${found.url ?? 'nowhere'}, not to ${wanted}.`);
  const missing = wantedEvents.filter((name) => !found.events.includes('*') && !found.events.includes(name));
  if (missing.length > 0) return no(`It lacks these events: ${missing.join(', ')}.`);
  return {
    check: 'webhook',
    ok: true,
    detail: `It is sent to ${found.url ?? 'an address PayPal does not tell'}.`,
  };
}

/** What a webhook has to be subscribed to. */
const wantedEvents = [
  'CHECKOUT.ORDER.APPROVED',
  'PAYMENT.CAPTURE.COMPLETED',
  'PAYMENT.CAPTURE.DENIED',
  'PAYMENT.CAPTURE.PENDING',
  'PAYMENT.CAPTURE.REFUNDED',
  'PAYMENT.CAPTURE.REVERSED',
  'CUSTOMER.DISPUTE.CREATED',
  'CUSTOMER.DISPUTE.UPDATED',
  'CUSTOMER.DISPUTE.RESOLVED',
];
