import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { type VirtFusionClient, VirtFusionError } from '../../integrations/virtfusion/client.ts';
import { enqueuePower } from '../../jobs/enqueue.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { monthStart } from '../roll-ups/month-start.ts';
import { judgePower } from './judge-power.ts';

/** Between two looks at one server: VirtFusion's queue needs seconds to do what it was asked. */
const LOOK_EVERY_MS = 30_000;
/** Asked so often in vain, an admin is told; it is still tried. */
const TELL_AFTER = 5;

interface Wish extends Record<string, unknown> {
  id: number;
  server_id: number;
  customer_id: number;
  wanted: 'off' | 'on';
  version: number;
  asked: number;
  asked_at: Date | null;
}

/**
 * Makes the power of servers what their limits want, one after the other in the order of the wishes: looks, asks
 * VirtFusion where it differs, and is done when a later look sees it. Nothing is asked twice within one look's time.
 * Meant for one caller at a time, which is how the queue runs it; a second one only waits for the same rows.
 */
export async function setPower(ctx: Context, { signal }: { signal?: AbortSignal } = {}): Promise<void> {
  await dropOfEarlierMonths(ctx);
  for (;;) {
    if (signal?.aborted) return;
    const wish = await takeNext(ctx);
    if (!wish) break;
    await serve(ctx, wish);
  }
  if (await anyOpen(ctx)) await enqueuePower(ctx, { afterMs: LOOK_EVERY_MS });
}

/** A new month begins with a new budget: what the old one wanted is over. What it stopped stays off. */
async function dropOfEarlierMonths(ctx: Context): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db.execute(sql`
    UPDATE power_wishes SET status = 'dropped', ended_at = ${now.toISOString()}::timestamptz, version = version + 1
    WHERE status = 'open' AND wanted = 'off' AND month < ${monthStart(now).toISOString()}::timestamptz`);
}

/** The look is taken before it is made: whatever happens to this process, nobody looks again too soon. */
async function takeNext(ctx: Context): Promise<Wish | null> {
  const now = ctx.clock.now();
  const next = new Date(now.getTime() + LOOK_EVERY_MS).toISOString();
  const { rows } = await ctx.db.execute<Wish>(sql`
    UPDATE power_wishes SET look_at = ${next}::timestamptz
    WHERE id = (SELECT id FROM power_wishes WHERE status = 'open' AND look_at <= ${now.toISOString()}::timestamptz
      ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, server_id, customer_id, wanted, version, asked, asked_at`);
  return rows[0] ?? null;
}

async function serve(ctx: Context, wish: Wish): Promise<void> {
  try {
    const { client } = await ctx.panel();
    if (!client) throw new AppError('virtfusion_failed', 'No VirtFusion is configured.');
    await serveWith(ctx, client, wish);
  } catch (error) {
    // What VirtFusion did not answer is unknown, not done: it is looked at again.
    if (!(error instanceof VirtFusionError) && !(error instanceof AppError)) throw error;
    await note(ctx, wish, { failure: error.message });
  }
}

async function serveWith(ctx: Context, client: VirtFusionClient, wish: Wish): Promise<void> {
  const seen = await client.serverPower(wish.server_id);
  const step = judgePower({ wanted: wish.wanted, asked: wish.asked, seen });
  switch (step.kind) {
    case 'done':
      return note(ctx, wish, { ended: true, wasRunning: step.wasRunning });
    case 'unknown':
      return note(ctx, wish, { failure: step.why });
    case 'ask': {
      if (!(await intend(ctx, wish, step))) return;
      if (wish.asked === TELL_AFTER) await tellAdmin(ctx, wish);
      await (wish.wanted === 'off' ? client.poweroff(wish.server_id) : client.boot(wish.server_id));
      return;
    }
    default:
      return step satisfies never;
  }
}

/** Written before VirtFusion is asked. False when something else is wanted by now. */
async function intend(ctx: Context, wish: Wish, { wasRunning }: { wasRunning: boolean }): Promise<boolean> {
  const { rows } = await ctx.db.execute(sql`
    UPDATE power_wishes SET asked = asked + 1, asked_at = ${ctx.clock.now().toISOString()}::timestamptz, failure = NULL,
      was_running = coalesce(was_running, ${wasRunning}::boolean)
    WHERE ${stillWanted(wish)} RETURNING id`);
  return rows.length > 0;
}

async function note(
  ctx: Context,
  wish: Wish,
  {
    failure = null,
    ended = false,
    wasRunning = null,
  }: { failure?: string | null; ended?: boolean; wasRunning?: boolean | null },
): Promise<void> {
  const endedAt = ended ? ctx.clock.now().toISOString() : null;
  await ctx.db.execute(sql`
    UPDATE power_wishes SET failure = ${failure}, ended_at = ${endedAt}::timestamptz,
      status = CASE WHEN ${ended}::boolean THEN 'done' ELSE status END,
      was_running = coalesce(was_running, ${wasRunning}::boolean)
    WHERE ${stillWanted(wish)}`);
}

function stillWanted({ id, version }: Wish) {
  return sql`id = ${id} AND version = ${version} AND status = 'open'`;
}

async function tellAdmin(
  ctx: Context,
  { server_id: serverId, customer_id: customerId, wanted }: Wish,
): Promise<void> {
  await raiseAlert(ctx, {
    kind: 'power_refused',
    subject: `server:${serverId}`,
    message: `VirtFusion was asked ${TELL_AFTER} times to switch server ${serverId} ${wanted}, as the spend limit of customer ${customerId} wants it, and it is not. Look at its tasks in the panel; it is tried on.`,
    facts: { serverId, customerId, wanted },
  });
}

async function anyOpen(ctx: Context): Promise<boolean> {
  const { rows } = await ctx.db.execute<{ open: boolean }>(
    sql`SELECT EXISTS (SELECT FROM power_wishes WHERE status = 'open') AS open`,
  );
  return rows[0]?.open === true;
}
