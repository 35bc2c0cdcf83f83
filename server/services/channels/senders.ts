import { join } from 'node:path';
import type { MailSettings } from '#shared/api/channels.ts';
import type { Context } from '../../context.ts';
import { type DiscordResult, type Embed, postEmbed } from '../../integrations/discord/post-embed.ts';
import type { Mail, MailResult } from '../../integrations/mail/mail.ts';
import type { SmtpServer } from '../../integrations/mail/open-smtp.ts';
import { sendBySmtp } from '../../integrations/mail/send-by-smtp.ts';
import { writeToFolder } from '../../integrations/mail/write-to-folder.ts';
import { sendWebhook, type WebhookResult } from '../../integrations/webhooks/send-webhook.ts';
import { SecretBoxError } from '../../secrets/secret-box.ts';
import { channelKeys, placeOf, readChannels, type SavedChannels } from './channel-settings.ts';
import { mailPlace } from './get-channels.ts';
import { WEBHOOK_SECRET_PLACE, type WebhookEndpointRow } from './webhooks.ts';

/** A mail without its sender, who is a setting. */
export type Letter = Omit<Mail, 'from' | 'messageId'> & {
  /** Names the mail: the same at every attempt. */
  name: string;
};

/** Sends a letter the way mails go now: by the saved server, into the folder of a demo, or not at all. */
export async function sendLetter(ctx: Context, { name, ...letter }: Letter): Promise<MailResult> {
  const saved = await readChannels(ctx);
  const { company } = saved.mail;
  const from = saved.mail.from ?? 'billing@localhost';
  const mail = { ...letter, from: senderOf(saved.mail), messageId: `<${name}@${from.split('@')[1]}>` };
  switch (mailPlace(ctx, saved)) {
    case 'folder':
      return writeToFolder(join(ctx.env.dataDir, 'mail'), mail);
    case 'none':
      return { outcome: 'not_sent', detail: `No mail server is set for ${company}.` };
    case 'smtp': {
      const server = smtpServerOf(ctx, saved);
      return 'problem' in server ? { outcome: 'not_sent', detail: server.problem } : sendBySmtp(server, mail);
    }
  }
}

/** The saved mail server, its password opened; or why that cannot be. */
export function smtpServerOf(ctx: Context, saved: SavedChannels): SmtpServer | { problem: string } {
  const { host, port, security, user } = saved.mail;
  const password = openedSecret(ctx, saved.sealedPassword, channelKeys.mailPassword);
  return 'problem' in password
    ? password
    : { host: host ?? '', port, security, user, password: password.text };
}

/** Posts an embed to the saved Discord webhook. */
export async function sendEmbed(ctx: Context, embed: Embed): Promise<DiscordResult> {
  const { sealedDiscordUrl } = await readChannels(ctx);
  const url = openedSecret(ctx, sealedDiscordUrl, channelKeys.discordUrl);
  if ('problem' in url) return { outcome: 'not_sent', detail: url.problem, waitMs: 0 };
  if (url.text === null) return { outcome: 'not_sent', detail: 'No Discord webhook is set.', waitMs: 0 };
  return postEmbed(url.text, embed, { reach: ctx.env.webhookReach });
}

/** Sends a signed webhook to a receiver. */
export async function sendToEndpoint(
  ctx: Context,
  { endpoint, id, body }: { endpoint: WebhookEndpointRow; id: string; body: string },
): Promise<WebhookResult> {
  const secret = openedSecret(ctx, endpoint.sealedSecret, null);
  if ('problem' in secret) return { outcome: 'not_sent', detail: secret.problem };
  return sendWebhook(
    { url: endpoint.url, secret: secret.text ?? '', id, at: ctx.clock.now(), body },
    { reach: ctx.env.webhookReach },
  );
}

function senderOf({ company, from }: MailSettings): string {
  return `"${company.replace(/["\\\r\n]/g, '')}" <${from ?? 'billing@localhost'}>`;
}

function openedSecret(
  ctx: Context,
  sealed: string | null,
  key: string | null,
): { text: string | null } | { problem: string } {
  try {
    return {
      text:
        sealed === null ? null : ctx.secrets.open(sealed, key === null ? WEBHOOK_SECRET_PLACE : placeOf(key)),
    };
  } catch (error) {
    if (error instanceof SecretBoxError) return { problem: `${error.message} Save it again.` };
    throw error;
  }
}
