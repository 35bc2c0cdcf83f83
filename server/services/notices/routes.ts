import { sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { noticeEventNames } from '#shared/notices/events.ts';
import { goesByDefault, waysOf } from '#shared/notices/routes.ts';
import { noticeRoutes } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { InvalidInputError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';

/** Which event goes which way: as an admin said, else by default. */
export async function getRoutes(
  ctx: Context,
  _input: InputOf<typeof api.notices.routes> = {},
): Promise<OutputOf<typeof api.notices.routes>> {
  const said = new Map(
    (await ctx.db.select().from(noticeRoutes)).map(({ event, way, enabled }) => [`${event} ${way}`, enabled]),
  );
  const rows = noticeEventNames.map((event) => ({
    event,
    ways: waysOf(event).map((way) => {
      const byDefault = goesByDefault(event, way);
      return { way, enabled: said.get(`${event} ${way}`) ?? byDefault, byDefault };
    }),
  }));
  return { rows };
}

/** Says whether an event goes a way. A repeat changes nothing. @throws InvalidInputError for a way it cannot go */
export async function saveRoute(
  ctx: Context,
  { event, way, enabled }: InputOf<typeof api.notices.saveRoute>,
): Promise<Record<string, never>> {
  if (!waysOf(event).includes(way)) {
    throw new InvalidInputError('way', 'This is for admins only: it is never told to customers');
  }
  return withTransaction(ctx, async (tx) => {
    await tx.db.execute(sql`SELECT pg_advisory_xact_lock(hashtext('notice-routes'))`);
    const row = (await getRoutes(tx)).rows.find((one) => one.event === event);
    const before = row?.ways.find((one) => one.way === way)?.enabled;
    if (before === enabled) return {};
    await tx.db
      .insert(noticeRoutes)
      .values({ event, way, enabled })
      .onConflictDoUpdate({ target: [noticeRoutes.event, noticeRoutes.way], set: { enabled } });
    await recordAudit(tx, {
      action: 'notice.routed',
      subject: `event:${event}`,
      before: { [way]: before },
      after: { [way]: enabled },
    });
    return {};
  });
}
