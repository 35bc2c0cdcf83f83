import { join } from 'node:path';
import { eventRow } from '#shared/notices/events.ts';
import type { DeliveryRow, NoticeRow } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { writeToFolder } from '../../integrations/mail/write-to-folder.ts';
import { htmlOf, type MailLayout, textOf } from './mail-layout.ts';
import type { Outcome } from './outcome.ts';
import type { Content } from './write-content.ts';

interface Sending {
  delivery: DeliveryRow;
  notice: NoticeRow;
  content: Content;
}

/** Where the mails of a demo go. */
export function mailFolder(ctx: Context): string {
  return join(ctx.env.dataDir, 'mail');
}

/** Sends a message by mail; in a demo, into a folder. */
export async function sendMail(ctx: Context, { delivery, notice, content }: Sending): Promise<Outcome> {
  const layout = layoutOf(delivery, notice, content);
  const mail = {
    from: 'SkyPANEL <billing@skypanel.example>',
    to: delivery.recipient,
    subject: content.subject,
    text: textOf(layout),
    html: htmlOf(layout),
    messageId: `<delivery-${delivery.id}@skypanel.example>`,
    date: notice.createdAt,
  };
  const { outcome, detail } = await writeToFolder(mailFolder(ctx), mail);
  return { kind: outcome, detail };
}

function layoutOf({ way }: DeliveryRow, { event }: NoticeRow, content: Content): MailLayout {
  return {
    ...content,
    company: 'SkyPANEL',
    severity: eventRow(event).severity,
    link: null,
    footer:
      way === 'customer_mail'
        ? 'You get this mail because of servers you run with us.'
        : 'You get this mail as an admin of hourly billing.',
  };
}
