import type { MessageLayout } from '#shared/api/notices.ts';
import { eventRow } from '#shared/notices/events.ts';
import type { NoticeRow } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { figuresOf } from './discord-embed.ts';
import { hasLink } from './link-of.ts';
import { layoutOf } from './mail-layout.ts';
import { readWording } from './read-wording.ts';
import type { Content, WrittenWay } from './write-content.ts';

/** A message as it is to be drawn on a page: what it says, without the customer's own link. */
export async function drawMessage(
  ctx: Context,
  {
    notice,
    way,
    content,
  }: { notice: Pick<NoticeRow, 'event' | 'customerId' | 'facts'>; way: WrittenWay; content: Content },
): Promise<MessageLayout> {
  const { company, wording } = await readWording(ctx);
  const { severity } = eventRow(notice.event);
  const { link: _link, ...layout } = layoutOf({ content, way, link: null, company, severity });
  const fields = figuresOf(notice, wording);
  return { ...layout, hasLink: hasLink(ctx, notice, way), fields: way === 'discord' ? fields : [] };
}
