import { readFile } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import { systemClock } from '../../server/clock.ts';
import type { Deadly } from './messages.ts';
import { makeJobsDue, moneyTroubles } from './money.ts';
import { inOrderOfARun, type TickPlan } from './plan.ts';
import type { Evidence } from './report-torture.ts';
import type { TortureWorld } from './torture-world.ts';
import { actBetween, muted, passingTroubles, silence } from './tortured-panel.ts';

const POLL_MS = 120;
/** A look that did not come about is asked for again after so long; a run that lost its process is found again. */
const ASK_AGAIN_EVERY = 3;
/** However much is broken at once, it must have healed by then. */
const PATIENCE_MS = 45_000;
/** How long an hour waits for one of its deadly points to be reached. */
const DEADLY_PATIENCE_MS = 3_000;
const MOST_LEFT_OVER = 2;
const STOPPED_FOR_MS = 2_200;
/** Of the servers, those whose power cannot be read at one look, where power is asked. */
const MUTE_SHARE = 0.1;
const SILENT_PATIENCE_MS = 2_500;

/**
 * Moves the time to one tick and lets everything happen that is planned for it. Time stands still until the look of
 * this tick is complete, or has failed because the panel was silent: so it is known what was seen, and when. Runs
 * may go on into the ticks to come.
 */
export async function playTick(world: TortureWorld, tick: TickPlan, evidence: Evidence): Promise<void> {
  const mutes = moveTime(world, tick, evidence);
  const { instances, money, ctx } = world;
  if (money) await makeJobsDue(ctx, tick.at).catch(() => null); // the database may be away: the next tick does it
  instances.tell({ kind: 'tick', at: tick.at.toISOString() });
  const faults = strike(world, tick);
  await Promise.all([
    settled(world, tick, mutes),
    // Where nothing was seen there is no run to die in: they wait for the next hour.
    tick.isHour && !tick.calm && !tick.silent ? dieAtPoints(world, tick) : null,
  ]);
  await faults;
  // A fault may have come between the look and now.
  await settled(world, tick, mutes);
}

/** All in one go: no request can be answered between the old world and the new one. */
function moveTime(world: TortureWorld, tick: TickPlan, evidence: Evidence): number[] {
  const { time, panel, random, customers, options } = world;
  const before = time.now();
  time.set(tick.at);
  actBetween(panel.world, random, { from: before, until: tick.at, acts: tick.acts, customers });
  const mutes = options.power && !tick.silent && !tick.calm ? chooseMutes(world) : [];
  const troubles = passingTroubles(random, tick.calm ? 0 : 3, options.power);
  if (world.money && !tick.calm) troubles.push(...moneyTroubles(world.money, random));
  world.setFaults(tick.silent ? silence : [...troubles, ...muted(mutes)]);
  const second = tick.at.getTime() / 1000;
  if (!tick.silent) evidence.looks.push(second);
  for (const id of mutes) evidence.mute.set(id, (evidence.mute.get(id) ?? new Set()).add(second));
  return mutes;
}

function chooseMutes({ panel, random, options }: TortureWorld): number[] {
  const most = Math.ceil(options.servers * MUTE_SHARE);
  return [...new Set(Array.from({ length: most }, () => random.pick(panel.world.servers.listed)))];
}

/** The faults that come at their own moments; resolves when the last one has. */
async function strike(world: TortureWorld, tick: TickPlan): Promise<void> {
  const { instances, postgres, admin, ctx } = world;
  const after = async (ms: number, work: () => unknown) => {
    await systemClock.sleep(ms);
    await work();
  };
  const strikes: Promise<unknown>[] = tick.kills.map(({ instance, afterMs }) =>
    after(afterMs, () => instances.kill(instance)),
  );
  for (const { instance, afterMs, forMs } of tick.pauses)
    strikes.push(after(afterMs, () => instances.pause(instance, forMs)));
  if (tick.cutsAfterMs !== null)
    strikes.push(
      after(tick.cutsAfterMs, () =>
        ctx.db.execute(sql`SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity
          WHERE application_name LIKE 'skypanel%' ORDER BY random() LIMIT 4) some`),
      ),
    );
  if (tick.triggers > 0) strikes.push(admin.trigger(tick.triggers));
  // That the database starts again is the torture's own business: where it does not, nothing is proved.
  const crash = tick.crashAfterMs === null ? null : after(tick.crashAfterMs, () => postgres.crash());
  await Promise.all([crash, Promise.allSettled(strikes)]);
}

/** One deadly point after another, while the run of this hour goes on; those nobody came to wait for the next hour. */
async function dieAtPoints(world: TortureWorld, tick: TickPlan): Promise<void> {
  const points = inOrderOfARun([...world.unreached.splice(0).slice(-MOST_LEFT_OVER), ...tick.deadly]);
  for (const at of points) if (!(await isReached(world, tick, at))) world.unreached.push(at);
  world.instances.setDeadly(null);
}

/** Waits until somebody dies, or has been stopped for a while, at a point; or until the run of the hour is over. */
async function isReached(world: TortureWorld, { at: hour }: TickPlan, at: Deadly): Promise<boolean> {
  const { instances } = world;
  const deaths = () => instances.counts.killsByPoint[at.point] ?? 0;
  const before = deaths();
  instances.setDeadly(at);
  for (let polls = 1; polls * POLL_MS < DEADLY_PATIENCE_MS; polls++) {
    await systemClock.sleep(POLL_MS);
    if (deaths() > before) return true;
    if (at.signal === 'SIGSTOP' && instances.someoneStopped()) {
      // Longer than the database waits for a transaction that hangs.
      await systemClock.sleep(STOPPED_FOR_MS);
      return instances.wakeAll() > 0;
    }
    if (polls % ASK_AGAIN_EVERY !== 0) continue;
    if (await isOver(world, hour)) return false;
    // The process that had the run may be the one that died: another finds it within its next minute.
    instances.tell({ kind: 'tickOne', name: 'watchdog', slot: `${hour.toISOString()}!${polls}` });
  }
  return false;
}

async function isOver({ ctx }: TortureWorld, hour: Date): Promise<boolean> {
  const newest = sql`SELECT closed_at IS NOT NULL AND until >= ${hour.toISOString()} AS over
    FROM billing_runs ORDER BY id DESC LIMIT 1`;
  const found = await ctx.db.execute<{ over: boolean }>(newest).catch(() => null);
  return found?.rows[0]?.over ?? false;
}

interface Standing extends Record<string, unknown> {
  /** The newest look is of this tick and saw everything. */
  seen: boolean;
  /** The newest look is of this tick and is over. */
  tried: boolean;
  sweeping: boolean;
  unread: number;
  held: number | null;
}

async function settled(world: TortureWorld, tick: TickPlan, mutes: readonly number[]): Promise<void> {
  const { instances, panel, admin, options } = world;
  let last = '';
  for (let polls = 1; polls * POLL_MS < PATIENCE_MS; polls++) {
    const standing = await standingOf(world, tick.at, mutes).catch(() => null);
    const isQuiet = standing !== null && !standing.sweeping && panel.calls.inFlight === 0;
    if (isQuiet && !tick.silent && standing.seen && standing.unread === 0) return;
    if (isQuiet && tick.silent && (standing.tried || polls * POLL_MS > SILENT_PATIENCE_MS)) return;
    if (standing?.held) await admin.cancel(standing.held);
    last = `${JSON.stringify(standing)}, ${panel.calls.inFlight} calls under way`;
    if (polls % ASK_AGAIN_EVERY === 0) {
      const slot = `${tick.at.toISOString()}#${polls}:${options.seed}`;
      instances.tell({ kind: 'tickOne', name: 'watchdog', slot });
      if (isQuiet && !tick.silent) instances.tell({ kind: 'tickOne', name: 'observation', slot });
    }
    options.signal.throwIfAborted();
    await systemClock.sleep(POLL_MS);
  }
  throw new Error(
    `The look of ${tick.at.toISOString()} did not come about: the system did not heal. ${last}\n${await whatIsThere(world)}`,
  );
}

async function standingOf(
  { ctx, options }: TortureWorld,
  at: Date,
  mutes: readonly number[],
): Promise<Standing> {
  const { rows } = await ctx.db.execute<Standing>(sql`
    WITH newest AS (SELECT * FROM sweeps ORDER BY id DESC LIMIT 1)
    SELECT coalesce((SELECT complete AND failure IS NULL AND started_at = ${at.toISOString()} FROM newest), false) AS seen,
      coalesce((SELECT finished_at IS NOT NULL AND started_at = ${at.toISOString()} FROM newest), false) AS tried,
      EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 7101 AND granted) AS sweeping,
      (SELECT count(*)::int FROM servers s WHERE gone_at IS NULL AND (details_at IS NULL OR (id <> ALL(${sql.param([...mutes])}::int[])
        AND NOT EXISTS (SELECT FROM uptime_stretches u WHERE u.server_id = s.id AND u.last_seen_at IS NULL)
        AND (NOT ${options.power}::boolean OR power_asked_at IS DISTINCT FROM ${at.toISOString()}::timestamptz
          OR power_unknown_since IS NOT NULL)))) AS unread,
      (SELECT id FROM billing_runs WHERE status = 'held') AS held`);
  const [row] = rows;
  if (!row) throw new Error('A statement without a table answers with one row');
  return row;
}

/** For whoever has to find out why. */
async function whatIsThere({ ctx, postgres, instances }: TortureWorld): Promise<string> {
  const activity = await ctx.db
    .execute(sql`SELECT pid, application_name, state, wait_event, now() - xact_start AS age, left(query, 120) AS query
      FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`)
    .then(({ rows }) => rows.map((row) => JSON.stringify(row)).join('\n'))
    .catch(String);
  const log = (await readFile(`${postgres.directory}/instances.log`, 'utf8'))
    .split('\n')
    .slice(-30)
    .join('\n');
  return `Answering: ${instances.urls().length}.\n${activity}\n${log}`;
}
