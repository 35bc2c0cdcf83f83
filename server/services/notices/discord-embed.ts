import { eventRow, factsInWords } from '#shared/notices/events.ts';
import type { Wording } from '#shared/notices/facts.ts';
import type { NoticeRow } from '#shared/schema/index.ts';
import type { Embed } from '../../integrations/discord/post-embed.ts';
import type { Content } from './write-content.ts';

const colors = { good: 0x15803d, note: 0x1d4ed8, warning: 0xb45309, critical: 0xb91c1c };

/** Discord's own limits: https://docs.discord.com/developers/resources/message#embed-object-embed-limits. */
const most = { title: 256, description: 4096, value: 1024, footer: 2048 };

/** Facts that are read at a glance stand beside each other; sentences are in the description already. */
const shown: Record<string, string> = {
  balance: 'Balance',
  burnPerHour: 'Cost an hour',
  hoursLeft: 'Hours left',
  amount: 'Amount',
  spent: 'Spent',
};

/** The message as Discord draws it. Whatever was filled in is text there: no bold, no link, no mention. */
export function embedOf(
  notice: Pick<NoticeRow, 'event' | 'facts' | 'createdAt'>,
  {
    content,
    link,
    company,
    wording,
  }: { content: Content; link: string | null; company: string; wording: Wording },
): Embed {
  return {
    title: cut(plain(content.subject), most.title),
    description: cut(plain(content.body), most.description),
    color: colors[eventRow(notice.event).severity],
    ...(link ? { url: link } : {}),
    timestamp: notice.createdAt.toISOString(),
    footer: { text: cut(company, most.footer) },
    fields: figuresOf(notice, wording).map(({ name, value }) => ({
      name,
      value: cut(plain(value), most.value),
      inline: true,
    })),
  };
}

/** The figures of a message, in words. */
export function figuresOf(
  { event, facts }: Pick<NoticeRow, 'event' | 'facts'>,
  wording: Wording,
): { name: string; value: string }[] {
  const words = factsInWords(event, facts, wording);
  return Object.entries(shown).flatMap(([name, label]) =>
    words[name] === undefined ? [] : [{ name: label, value: words[name] }],
  );
}

/** Discord's markdown, told to be text. */
function plain(text: string): string {
  return text
    .replace(/[\\*_~`|>#[\]()<@]/g, (sign) => (sign === '@' ? '@\u200b' : `\\${sign}`))
    .replace(/(\w):\/\//g, '$1:\u200b//');
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
