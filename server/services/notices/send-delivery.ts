import { and, eq, isNull } from 'drizzle-orm';
import { eventRow } from '#shared/notices/events.ts';
import { type DeliveryRow, type NoticeRow, webhookEndpoints } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { sendEmbed, sendLetter, sendToEndpoint } from '../channels/senders.ts';
import { disableWebhook } from '../channels/webhooks.ts';
import type { Claimed } from './claim-delivery.ts';
import { embedOf } from './discord-embed.ts';
import { linkOf } from './link-of.ts';
import { layoutOf } from './mail-layout.ts';
import { htmlOf, textOf } from './mail-text.ts';
import type { Outcome } from './outcome.ts';
import { readWording } from './read-wording.ts';
import { webhookBody } from './webhook-body.ts';
import type { Content } from './write-content.ts';

/** Hands a message over on its way. What the other side does is an outcome, never an error. */
export async function sendDelivery(ctx: Context, { delivery, notice, content }: Claimed): Promise<Outcome> {
  switch (delivery.way) {
    case 'customer_mail':
    case 'admin_mail':
      return sendMail(ctx, { delivery, notice, content: written(content) });
    case 'discord':
      return sendToDiscord(ctx, { notice, content: written(content) });
    case 'webhook':
      return sendToWebhook(ctx, { delivery, notice });
    default:
      return delivery.way satisfies never;
  }
}

function written(content: Content | null): Content {
  if (!content) throw new Error('What is said is written before it is sent');
  return content;
}

async function sendMail(
  ctx: Context,
  { delivery, notice, content }: { delivery: DeliveryRow; notice: NoticeRow; content: Content },
): Promise<Outcome> {
  const { company } = await readWording(ctx);
  const { severity } = eventRow(notice.event);
  const layout = layoutOf({
    content,
    company,
    severity,
    way: delivery.way,
    link: await linkOf(ctx, notice, delivery.way),
  });
  const { outcome, detail } = await sendLetter(ctx, {
    to: delivery.recipient,
    subject: content.subject,
    text: textOf(layout),
    html: htmlOf(layout),
    name: `delivery-${delivery.id}`,
    date: notice.createdAt,
  });
  return { kind: outcome, detail };
}

async function sendToDiscord(
  ctx: Context,
  { notice, content }: { notice: NoticeRow; content: Content },
): Promise<Outcome> {
  const link = await linkOf(ctx, notice, 'discord');
  const { outcome, detail, waitMs } = await sendEmbed(
    ctx,
    embedOf(notice, { content, link, ...(await readWording(ctx)) }),
  );
  if (outcome === 'limited') return { kind: 'paused', detail, pauseMs: waitMs };
  return { kind: outcome, detail, pauseMs: waitMs };
}

async function sendToWebhook(
  ctx: Context,
  { delivery, notice }: { delivery: DeliveryRow; notice: NoticeRow },
): Promise<Outcome> {
  const id = Number(delivery.recipient.replace('webhook:', ''));
  const [endpoint] = await ctx.db
    .select()
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.id, id), isNull(webhookEndpoints.removedAt)));
  if (!endpoint) return { kind: 'refused', detail: 'This receiver was removed.' };
  if (endpoint.disabledAt) return { kind: 'refused', detail: `Switched off: ${endpoint.disabledReason}` };
  const { outcome, detail } = await sendToEndpoint(ctx, {
    endpoint,
    id: `notice_${notice.id}`,
    body: webhookBody(notice),
  });
  if (outcome === 'gone') await disableWebhook(ctx, { id, reason: detail });
  return { kind: outcome === 'gone' ? 'refused' : outcome, detail };
}
