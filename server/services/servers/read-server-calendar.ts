import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { monthOf } from '#shared/billing/billing-month.ts';
import { HOUR } from '#shared/billing/period.ts';
import type { Context } from '../../context.ts';
import { findServerLife, loadServerHours } from './load-server-hours.ts';
import { serverDays } from './server-hours.ts';

type Calendar = OutputOf<typeof api.servers.calendar>;

/** One UTC month of a server, this one unless told otherwise, day by day. @throws NotFoundError */
export async function readServerCalendar(
  ctx: Context,
  { id, month }: InputOf<typeof api.servers.calendar>,
): Promise<Calendar> {
  const now = ctx.clock.now().getTime() / 1000;
  const life = await findServerLife(ctx, id);
  const period = monthOf(month === undefined ? now : Date.parse(`${month}-01T00:00:00Z`) / 1000);
  const days = serverDays(await loadServerHours(ctx, { id, period, life }));
  return {
    month: monthText(period.from),
    first: monthText(life.createdAt),
    last: monthText(now),
    days,
    upSeconds: days.reduce((sum, day) => sum + day.upSeconds, 0),
    seconds: days.reduce((sum, day) => sum + day.seconds, 0),
    amount: days.reduce((sum, day) => sum + day.amount, 0n),
  };
}

/** One UTC day of a server, hour by hour. @throws NotFoundError */
export async function readServerHours(
  ctx: Context,
  { id, day }: InputOf<typeof api.servers.hours>,
): Promise<OutputOf<typeof api.servers.hours>> {
  const life = await findServerLife(ctx, id);
  const from = Date.parse(`${day}T00:00:00Z`) / 1000;
  return { day, hours: await loadServerHours(ctx, { id, period: { from, until: from + 24 * HOUR }, life }) };
}

function monthText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 7);
}
