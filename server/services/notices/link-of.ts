import { eventRow } from '#shared/notices/events.ts';
import type { NoticeWay } from '#shared/notices/ways.ts';
import type { NoticeRow } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';

type About = Pick<NoticeRow, 'event' | 'customerId' | 'facts'>;

/** Where the button of a message leads; null where nobody said where the application is reached. */
export function linkOf({ env }: Pick<Context, 'env'>, notice: About, way: NoticeWay): string | null {
  if (way === 'customer_mail') return null;
  return env.publicUrl === undefined ? null : `${env.publicUrl}${adminPath(notice)}`;
}

function adminPath({ event, customerId, facts }: About): string {
  if (eventRow(event).audience === 'customer') return `/admin/customers/${customerId}`;
  const [, runId] = /^run:(\d+)$/.exec(String(facts.subject)) ?? [];
  return runId ? `/admin/runs/${runId}` : '/admin/alerts';
}
