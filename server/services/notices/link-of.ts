import { eventRow } from '#shared/notices/events.ts';
import type { NoticeWay } from '#shared/notices/ways.ts';
import type { NoticeRow } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { issueCustomerLink } from '../customer-links/issue-customer-link.ts';

type About = Pick<NoticeRow, 'event' | 'customerId' | 'facts'>;

/** So long a mail opens its customer's page: a warning that is read after a holiday still leads somewhere. */
const LINK_DAYS = 30;

/** Whether a message has a button at all: not where nobody said at what address the application is reached. */
export function hasLink({ env }: Pick<Context, 'env'>, { customerId }: About, way: NoticeWay): boolean {
  return env.publicUrl !== undefined && (way !== 'customer_mail' || customerId !== null);
}

/**
 * Where the button of a message leads as it is sent; null where it has none. A customer's mail gets a link of its own
 * to their page, the same at every attempt.
 */
export async function linkOf(
  ctx: Context,
  notice: About & Pick<NoticeRow, 'id'>,
  way: NoticeWay,
): Promise<string | null> {
  if (!hasLink(ctx, notice, way)) return null;
  if (way !== 'customer_mail' || notice.customerId === null)
    return `${ctx.env.publicUrl}${adminPath(notice)}`;
  const { url } = await issueCustomerLink(ctx, {
    id: notice.customerId,
    days: LINK_DAYS,
    idempotencyKey: `notice:${notice.id}`,
    purpose: 'notice',
  });
  return url;
}

function adminPath({ event, customerId, facts }: About): string {
  if (eventRow(event).audience === 'customer' && customerId !== null) return `/admin/customers/${customerId}`;
  if (event === 'sign_in.changed') return '/admin/admins';
  const [, runId] = /^run:(\d+)$/.exec(String(facts.subject)) ?? [];
  return runId ? `/admin/runs/${runId}` : '/admin/alerts';
}
