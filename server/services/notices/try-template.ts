import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { MessageLayout } from '#shared/api/notices.ts';
import { eventRow } from '#shared/notices/events.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { ownAddress } from '../channels/own-address.ts';
import { sendEmbed, sendLetter } from '../channels/senders.ts';
import { embedOf } from './discord-embed.ts';
import { drawMessage } from './draw-message.ts';
import { exampleNotice, exampleWords } from './example-notice.ts';
import { layoutOf } from './mail-layout.ts';
import { htmlOf, textOf } from './mail-text.ts';
import { readWording } from './read-wording.ts';
import { requireFillable, requireWay } from './templates.ts';
import { fillTemplate } from './write-content.ts';

type Input = InputOf<typeof api.noticeTemplates.test>;

/** A text filled with examples. @throws InvalidInputError under the field that names what is not there */
export async function previewTemplate(ctx: Context, { event, way, text }: Input): Promise<MessageLayout> {
  requireWay({ event, way });
  requireFillable(event, text);
  const content = fillTemplate(text, await exampleWords(ctx, event));
  const drawn = await drawMessage(ctx, { notice: exampleNotice(ctx, event), way, content });
  // Of an invented message there is nothing to open, and the button is part of the text.
  return { ...drawn, hasLink: true };
}

/** Sends a text filled with examples to whoever asks, or to Discord. Each call sends one. */
export async function testTemplate(
  ctx: Context,
  input: Input,
): Promise<OutputOf<typeof api.noticeTemplates.test>> {
  requireWay(input);
  requireFillable(input.event, input.text);
  const { outcome, detail } = await (input.way === 'discord'
    ? sendAsEmbed(ctx, input)
    : sendAsMail(ctx, input));
  await withTransaction(ctx, (tx) =>
    recordAudit(tx, {
      action: 'channel.tested',
      subject: `template:${input.event}:${input.way}`,
      after: { outcome, detail },
    }),
  );
  return { sent: outcome === 'sent', detail };
}

async function sendAsEmbed(ctx: Context, { event, text }: Input) {
  const content = fillTemplate(text, await exampleWords(ctx, event));
  const notice = { ...exampleNotice(ctx, event), createdAt: ctx.clock.now() };
  return sendEmbed(ctx, embedOf(notice, { content, link: null, ...(await readWording(ctx)) }));
}

async function sendAsMail(ctx: Context, { event, way, text }: Input) {
  const content = fillTemplate(text, await exampleWords(ctx, event));
  const { company } = await readWording(ctx);
  const { severity } = eventRow(event);
  const layout = layoutOf({ content, way, link: ctx.env.publicUrl ?? null, company, severity });
  const date = ctx.clock.now();
  return sendLetter(ctx, {
    to: await ownAddress(ctx),
    subject: content.subject,
    text: textOf(layout),
    html: htmlOf(layout),
    name: `test-${event}-${date.getTime()}`,
    date,
  });
}
