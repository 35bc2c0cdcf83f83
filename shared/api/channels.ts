import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { id, instant } from './values.ts';

const mailAddress = z.email('Write a mail address such as billing@example.com');
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time such as 22:00');

export const mailSettings = z.strictObject({
  company: z.string().trim().min(1, 'Say who writes').max(80, 'At most 80 letters').default('SkyPANEL'),
  /** Null: nobody can be written to. */
  from: mailAddress.nullable().default(null),
  /** Null: there is no mail server. */
  host: z
    .string()
    .trim()
    .max(253)
    .regex(/^[A-Za-z0-9.:-]+$/, 'Write a host such as smtp.example.com')
    .nullable()
    .default(null),
  port: z.number().int().min(1).max(65_535).default(587),
  security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
  user: z.string().trim().min(1).max(320).nullable().default(null),
  /** Empty: every owner and operator. */
  adminAddresses: z.array(mailAddress).max(20, 'At most 20 addresses').default([]),
});
export type MailSettings = z.infer<typeof mailSettings>;

const level = z.number().int().min(1, 'At least 1 hour').max(2000, 'At most 2000 hours');

export const runwaySettings = z
  .strictObject({
    /** Hours left at which a customer is warned, each once. */
    levels: z
      .array(level)
      .min(1, 'Give one level at least')
      .max(8, 'At most 8 levels')
      .refine((levels) => new Set(levels).size === levels.length, 'Give each level once')
      .default([72, 24, 1]),
    /** Levels up to this one are told to admins too; 0: only that a wallet is empty. */
    adminLevel: z.number().int().min(0).max(2000).default(1),
    /** Warnings to customers wait for the end of these hours, in the installation's zone. Null: none are quiet. */
    quietFrom: clockTime.nullable().default(null),
    quietUntil: clockTime.nullable().default(null),
  })
  .refine(({ quietFrom, quietUntil }) => (quietFrom === null) === (quietUntil === null), {
    path: ['quietUntil'],
    message: 'Give both ends of the quiet hours, or none',
  })
  .refine(({ quietFrom, quietUntil }) => quietFrom === null || quietFrom !== quietUntil, {
    path: ['quietUntil'],
    message: 'Quiet hours end at another time than they begin',
  });
export type RunwaySettings = z.infer<typeof runwaySettings>;

const webhookAddress = z.string().trim().min(1, 'Write an address').max(2000, 'At most 2000 letters');

export const webhookEndpoint = z
  .object({
    id: z.number().int(),
    url: z.string(),
    note: z.string(),
    createdAt: instant,
    createdBy: z.string(),
    disabledAt: instant.nullable(),
    disabledReason: z.string().nullable(),
  })
  .meta({ id: 'WebhookEndpoint' });

const channelState = z
  .object({
    mail: mailSettings.extend({
      passwordSaved: z.boolean(),
      /** 'folder' in a demo; 'none' while there is nothing to send by. */
      place: z.enum(['smtp', 'folder', 'none']),
    }),
    discord: z.object({ urlSaved: z.boolean() }),
    runway: runwaySettings,
    webhooks: z.array(webhookEndpoint),
    /** In which quiet hours are told. */
    timezone: z.string(),
  })
  .meta({ id: 'Channels' });

const testResult = z
  .object({ sent: z.boolean(), detail: z.string() })
  .meta({ id: 'ChannelTest', description: 'Whether a test message was taken, and what the other side said' });

/** How messages leave: settings of each channel, and a test of each. Secrets are written and never read. */
export const channels = {
  get: endpoint({
    method: 'GET',
    path: '/api/admin/channels',
    access: 'settings.read',
    summary: 'Read how messages leave: mail, Discord, webhooks and when',
    input: z.object({}),
    output: channelState,
  }),
  saveMail: endpoint({
    method: 'PUT',
    path: '/api/admin/channels/mail',
    access: 'settings.write',
    stepUp: 'always',
    summary: 'Save the mail server and who writes; without a password the saved one is kept',
    input: z.strictObject({ mail: mailSettings, password: z.string().min(1).max(500).optional() }),
    output: channelState,
  }),
  saveDiscord: endpoint({
    method: 'PUT',
    path: '/api/admin/channels/discord',
    access: 'settings.write',
    stepUp: 'always',
    summary: 'Save the address of the Discord webhook; null takes it away',
    input: z.strictObject({ url: webhookAddress.nullable() }),
    output: channelState,
  }),
  saveRunway: endpoint({
    method: 'PUT',
    path: '/api/admin/channels/runway',
    access: 'settings.write',
    summary: 'Save at which hours left customers are warned, and when they are left in peace',
    input: z.strictObject({ runway: runwaySettings }),
    output: channelState,
  }),
  addWebhook: endpoint({
    method: 'POST',
    path: '/api/admin/channels/webhooks',
    access: 'settings.write',
    stepUp: 'always',
    summary: 'Add a receiver of webhooks; its secret is in this answer and in no other',
    input: z.strictObject({ url: webhookAddress, note: z.string().trim().max(200).default('') }),
    output: z.object({ endpoint: webhookEndpoint, secret: z.string().nullable() }),
  }),
  enableWebhook: endpoint({
    method: 'POST',
    path: '/api/admin/channels/webhooks/:id/enable',
    access: 'settings.write',
    summary: 'Send to a receiver again that had answered 410',
    input: z.strictObject({ id }),
    output: webhookEndpoint,
  }),
  removeWebhook: endpoint({
    method: 'DELETE',
    path: '/api/admin/channels/webhooks/:id',
    access: 'settings.write',
    summary: 'Send to a receiver no more',
    input: z.strictObject({ id }),
    output: z.object({}),
  }),
  test: endpoint({
    method: 'POST',
    path: '/api/admin/channels/test',
    access: 'settings.write',
    summary:
      'Send a test message by mail (to yourself unless said otherwise), to Discord or to one webhook, as saved',
    input: z.strictObject({
      channel: z.enum(['mail', 'discord', 'webhook']),
      to: mailAddress.optional(),
      webhookId: z.number().int().positive().optional(),
    }),
    output: testResult,
  }),
};
