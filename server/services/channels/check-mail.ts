import type { Context } from '../../context.ts';
import { greetSmtp } from '../../integrations/mail/greet-smtp.ts';
import { readChannels } from './channel-settings.ts';
import { mailPlace } from './get-channels.ts';
import { smtpServerOf } from './senders.ts';

export interface MailCheck {
  place: 'smtp' | 'folder' | 'none';
  /** Why no mail would leave, in a sentence; null when one would, or none is meant to. */
  problem: string | null;
}

/** Whether mails could leave now: greets the saved server and signs in. Nothing is sent. */
export async function checkMail(ctx: Context): Promise<MailCheck> {
  const saved = await readChannels(ctx);
  const place = mailPlace(ctx, saved);
  if (place !== 'smtp') return { place, problem: null };
  const server = smtpServerOf(ctx, saved);
  return { place, problem: 'problem' in server ? server.problem : await greetSmtp(server) };
}
