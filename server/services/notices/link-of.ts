import { eventRow } from '#shared/notices/events.ts';
import type { NoticeWay } from '#shared/notices/ways.ts';
import type { NoticeRow } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';

type About = Pick<NoticeRow, 'event' | 'customerId' | 'facts'>;

/** Where the button of a message leads; null where nobody said at what address the application is reached. */
export async function linkOf({ env }: Context, notice: About, way: NoticeWay): Promise<string | null> {
  if (way === 'customer_mail') return null;
  return env.publicUrl === undefined ? null : `${env.publicUrl}${adminPath(notice)}`;
}

function adminPath({ event, customerId, facts }: About): string {
  if (eventRow(event).audience === 'customer' && customerId !== null) return `/admin/customers/${customerId}`;
  const [, runId] = /^run:(\d+)$/.exec(String(facts.subject)) ?? [];
  return runId ? `/admin/runs/${runId}` : '/admin/alerts';
}
