import { and, eq } from 'drizzle-orm';
import { defaultTemplate } from '#shared/notices/default-templates.ts';
import { factsInWords, type NoticeEvent } from '#shared/notices/events.ts';
import { fill, type Template } from '#shared/notices/template.ts';
import type { NoticeWay } from '#shared/notices/ways.ts';
import { customers, type NoticeRow, noticeTemplates } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { readWording } from './read-wording.ts';

/** Ways whose messages are written; a webhook sends the facts themselves. */
export type WrittenWay = Exclude<NoticeWay, 'webhook'>;

/** What a message says, its names replaced: plain text, whatever the values hold. */
export type Content = Template;

/** Writes what a message says on its way, by the admin's text or ours. */
export async function writeContent(
  ctx: Context,
  { notice, way }: { notice: Pick<NoticeRow, 'event' | 'customerId' | 'facts'>; way: WrittenWay },
): Promise<Content> {
  const template = await templateInForce(ctx, { event: notice.event, way });
  return fillTemplate(template, await wordsOf(ctx, notice));
}

/** A template with the words of a message in place of its names. */
export function fillTemplate(template: Template, words: Readonly<Record<string, string>>): Content {
  return {
    subject: fill(template.subject, words).replace(/\s+/g, ' ').trim(),
    body: fill(template.body, words),
    action: fill(template.action, words),
  };
}

/** The text an admin saved, else ours. */
export async function templateInForce(
  ctx: Context,
  { event, way }: { event: NoticeEvent; way: WrittenWay },
): Promise<Template> {
  const [saved] = await ctx.db
    .select()
    .from(noticeTemplates)
    .where(and(eq(noticeTemplates.event, event), eq(noticeTemplates.way, way)));
  return saved ?? defaultTemplate(event, way);
}

/** Everything the templates of a message may name, in words. */
export async function wordsOf(
  ctx: Context,
  { event, customerId, facts }: Pick<NoticeRow, 'event' | 'customerId' | 'facts'>,
): Promise<Record<string, string>> {
  const { company, wording } = await readWording(ctx);
  const words = factsInWords(event, facts, wording);
  return {
    ...words,
    company,
    ...(customerId === null ? {} : await customerWords(ctx, customerId)),
  };
}

async function customerWords(ctx: Context, customerId: number): Promise<Record<string, string>> {
  const [customer] = await ctx.db.select().from(customers).where(eq(customers.id, customerId));
  return { customer: customer?.name ?? `customer ${customerId}`, customerId: String(customerId) };
}
