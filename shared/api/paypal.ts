import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { money, positiveMoney } from './values.ts';

/** 'off' keeps what is saved, and takes no payments. */
export const payPalModes = ['off', 'sandbox', 'live'] as const;

const account = z
  .object({
    /** In a demo an emulated PayPal is in force, whatever is saved. */
    source: z.enum(['settings', 'demo', 'none']),
    mode: z.enum(payPalModes),
    clientId: z.string().nullable(),
    secretSaved: z.boolean(),
    webhookId: z.string().nullable(),
    /** Where PayPal has to send its notifications; null where PUBLIC_URL does not say. */
    webhookUrl: z.string().nullable(),
    smallest: money,
    largest: money,
  })
  .meta({ id: 'PayPalAccount' });

const word = (message: string) =>
  z
    .string()
    .trim()
    .regex(/^[\w-]{1,200}$/, message);

const credentials = z.strictObject({
  mode: z.enum(payPalModes),
  clientId: word('Copy the client ID of the REST app from PayPal’s developer pages'),
  /** Absent: keep, or test with, the secret that is saved. */
  secret: word('Copy the secret of the REST app from PayPal’s developer pages').optional(),
  webhookId: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9]{0,50}$/, 'Copy the ID of the webhook, not its address'),
});

export const payPalReport = z
  .object({
    checks: z.array(
      z.object({ check: z.enum(['credentials', 'webhook']), ok: z.boolean(), detail: z.string() }),
    ),
  })
  .meta({ id: 'PayPalReport' });

export const paypal = {
  get: endpoint({
    method: 'GET',
    path: '/api/admin/settings/paypal',
    access: 'settings.read',
    summary: 'Read which PayPal account customers pay into; the secret is never shown',
    input: z.object({}),
    output: account,
  }),
  connect: endpoint({
    method: 'PUT',
    path: '/api/admin/settings/paypal',
    access: 'settings.write',
    stepUp: 'always',
    summary: 'Save the PayPal account, its webhook and what one top-up may be',
    input: credentials.extend({ smallest: positiveMoney, largest: positiveMoney }),
    output: account,
  }),
  test: endpoint({
    method: 'POST',
    path: '/api/admin/settings/paypal/test',
    access: 'settings.write',
    summary: 'Try a PayPal account and its webhook; nothing is saved',
    input: credentials,
    output: payPalReport,
  }),
  webhook: endpoint({
    method: 'POST',
    path: '/api/paypal/webhook',
    access: 'public',
    summary: 'What PayPal calls: a notification under its signature, kept once and acted on afterwards',
    input: z.looseObject({ id: z.string(), event_type: z.string() }),
    output: z.object({ received: z.literal(true) }),
  }),
};
