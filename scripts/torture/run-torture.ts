import { sql } from 'drizzle-orm';
import { systemClock } from '../../server/clock.ts';
import { type LawWatch, watchLaws } from './laws.ts';
import { calmMoney, type MoneyWorld, saveMoneySettings, underWay } from './money.ts';
import { namedPoints } from './named-points.ts';
import { calmTick, INTERVAL_MINUTES, planTicks, type TickPlan } from './plan.ts';
import { playTick } from './play-tick.ts';
import { type Evidence, reportOf, type Tally, type TortureReport } from './report-torture.ts';
import {
  openTortureWorld,
  type TortureOptions,
  type TortureWorld,
  tortureSettings,
} from './torture-world.ts';
import { packageIds } from './tortured-panel.ts';

const HOUR_MS = 3_600_000;
const LAWS_LOOKED_AT_EVERY_MS = 400;
const CATCH_UP_TRIES = 60;
/** So long after its death a process is there again, to die once more. */
const BACK_AGAIN_MS = 2_000;
/** At the end, where money is tortured: PayPal is asked about what it holds back at most every six hours. */
const QUIET_HOURS = 8;
const TICK_MS = INTERVAL_MINUTES * 60_000;
/** Tenths of a second in which what is under way may come to its end before time goes on. */
const MONEY_PATIENCE = 30;

/** One torture from beginning to end. @throws when the system does not heal, or `signal` says that time is up */
export async function runTorture(options: TortureOptions): Promise<TortureReport> {
  const startedAt = performance.now();
  const world = await openTortureWorld(options);
  const evidence: Evidence = { looks: [], mute: new Map(), switchedOn: [], prices: [] };
  const tally: Tally = { dbRestarts: 0, cuts: 0, triggers: 0, saves: 0, skews: 0 };
  try {
    await begin(world, evidence);
    if (world.money) await saveMoneySettings(world.admin, world.money);
    const watch = watchLaws(world.postgres.url, LAWS_LOOKED_AT_EVERY_MS);
    world.adjusters.start(4);
    world.buyers?.start(2);
    const until = await playAll(world, evidence, { tally, watch });
    // What is broken already needs no end in peace: it might never come.
    await (watch.broken.length > 0 ? world.adjusters.stop() : endInPeace(world, evidence, until));
    await watch.stop();
    return await reportOf(world, { evidence, tally, watch, until, seconds: secondsSince(startedAt) });
  } finally {
    await world.close();
  }
}

/** Finds the fleet, sets the prices and the settings, and switches billing on an hour later. */
async function begin(world: TortureWorld, evidence: Evidence): Promise<void> {
  const { admin, start, options } = world;
  options.say('Starting the processes ...');
  await admin.save({ ...tortureSettings(world), enabled: false });
  await playTick(world, calmTick(start), evidence);
  const on = new Date(start.getTime() + HOUR_MS);
  for (const packageId of packageIds)
    await setPrice(world, evidence, { packageId, at: on, cents: 500 * packageId });
  await playTick(world, calmTick(on), evidence);
  await switchTo(world, evidence, { on: true, resumeFrom: 'now' });
}

async function playAll(
  world: TortureWorld,
  evidence: Evidence,
  { tally, watch }: { tally: Tally; watch: LawWatch },
): Promise<Date> {
  const { options, start, intervalMinutes, random, money } = world;
  const quietHours = money ? QUIET_HOURS : 0;
  const on = new Date(start.getTime() + HOUR_MS);
  const ticks = planTicks({
    ...{
      start: on,
      intervalMinutes,
      hours: options.hours - quietHours,
      kills: options.kills,
      instances: options.instances,
    },
    points: options.points ?? namedPoints.map(({ name }) => name),
    random: random.fork(3),
    // Where power is priced, it had better move.
    actsPerTick: Math.ceil(options.servers / (options.power ? 15 : 60)),
  });
  for (const tick of ticks) {
    if (watch.broken.length > 0) break;
    killThoseOwed(world, tick, ticks);
    await playOne(world, tick, { evidence, tally });
    if (tick.isHour) options.say(progress(world, tick));
  }
  if (money && watch.broken.length === 0) await settleMoney(world, money, evidence);
  return new Date(on.getTime() + options.hours * HOUR_MS);
}

/** Where fewer processes have died by now than were to, since nobody came to their points, some more die at random. */
function killThoseOwed(
  { options, instances, random }: TortureWorld,
  tick: TickPlan,
  ticks: readonly TickPlan[],
): void {
  if (tick.isHour && !tick.silent) return; // those die at their points
  // Ahead of the plan, since the last ones may come too late.
  const soFar = Math.ceil((options.kills * 1.03 * (ticks.indexOf(tick) + 1)) / ticks.length);
  const owed = Math.min(
    2 * options.instances,
    soFar - instances.counts.kills - tick.kills.length - tick.deadly.length,
  );
  for (let number = 0; number < owed; number++) {
    const afterMs = random.between(0, 800) + Math.floor(number / options.instances) * BACK_AGAIN_MS;
    tick.kills.push({ instance: number % options.instances, afterMs });
  }
}

async function playOne(
  world: TortureWorld,
  tick: TickPlan,
  { evidence, tally }: { evidence: Evidence; tally: Tally },
): Promise<void> {
  const { time, options, admin } = world;
  for (let instance = 0; instance < options.instances; instance++)
    time.skew(instance, tick.skew?.instance === instance ? tick.skew.ms : 0);
  await playTick(world, tick, evidence);
  tally.dbRestarts += tick.crashAfterMs === null ? 0 : 1;
  tally.cuts += tick.cutsAfterMs === null ? 0 : 1;
  tally.triggers += tick.triggers;
  tally.skews += tick.skew ? 1 : 0;
  tally.saves += tick.save === 'nothing' ? 0 : 1;
  if (tick.skew) time.skew(tick.skew.instance, 0);
  if (tick.save === 'same') await admin.save({});
  if (tick.save === 'off') await switchTo(world, evidence, { on: false });
  if (tick.save === 'onFromNow') await switchTo(world, evidence, { on: true, resumeFrom: 'now' });
  if (tick.save === 'onFromLastBilled')
    await switchTo(world, evidence, { on: true, resumeFrom: 'lastBilled' });
  if (tick.newPrice) await changeOnePrice(world, evidence);
}

async function changeOnePrice(world: TortureWorld, evidence: Evidence): Promise<void> {
  const { random, time } = world;
  const at = new Date((Math.floor(time.now().getTime() / HOUR_MS) + 2) * HOUR_MS);
  const packageId = random.pick(packageIds);
  if (evidence.prices.some((price) => price.packageId === packageId && price.from === at.getTime() / 1000))
    return;
  await setPrice(world, evidence, { packageId, at, cents: random.between(100, 9999) });
}

async function setPrice(
  { admin }: TortureWorld,
  evidence: Evidence,
  { packageId, at, cents }: { packageId: number; at: Date; cents: number },
): Promise<void> {
  const monthlyPrice = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
  await admin.addRate({ packageId, monthlyPrice, effectiveFrom: at });
  evidence.prices.push({ packageId, from: at.getTime() / 1000, micros: BigInt(cents) * 10_000n });
}

async function switchTo(
  { admin, time }: TortureWorld,
  { switchedOn }: Evidence,
  { on, resumeFrom = 'now' }: { on: boolean; resumeFrom?: 'now' | 'lastBilled' },
): Promise<void> {
  await admin.save({ enabled: on }, resumeFrom);
  const now = time.now().getTime() / 1000;
  const last = switchedOn.at(-1);
  if (on)
    switchedOn.push({
      from: resumeFrom === 'now' ? now : (last?.until ?? now),
      until: Number.MAX_SAFE_INTEGER,
    });
  else if (last) last.until = now;
}

/**
 * Faults off, and nobody moves money any more: what is under way comes to its end in the quiet hours, PayPal's late
 * answers included.
 */
async function settleMoney(world: TortureWorld, money: MoneyWorld, evidence: Evidence): Promise<void> {
  const { options, adjusters, buyers, ctx, time } = world;
  options.say('Money comes to rest ...');
  await Promise.all([adjusters.stop(), buyers?.stop()]);
  calmMoney(money);
  const until = time.now().getTime() + QUIET_HOURS * HOUR_MS;
  for (let at = time.now().getTime() + TICK_MS; at < until; at += TICK_MS) {
    await playTick(world, calmTick(new Date(at)), evidence);
    for (let looks = 0; looks < MONEY_PATIENCE; looks++) {
      if ((await underWay(ctx)).length === 0) break;
      await systemClock.sleep(100);
      options.signal.throwIfAborted();
    }
  }
}

/** Faults off: everything that waits is caught up, by the runs of one last, quiet hour. */
async function endInPeace(world: TortureWorld, evidence: Evidence, until: Date): Promise<void> {
  const { options, admin, ctx, instances, adjusters } = world;
  options.say('Faults off, catching up ...');
  if (evidence.switchedOn.at(-1)?.until !== Number.MAX_SAFE_INTEGER)
    await switchTo(world, evidence, { on: true, resumeFrom: 'now' });
  await adjusters.stop();
  await playTick(world, calmTick(until), evidence);
  for (let tries = 0; tries < CATCH_UP_TRIES; tries++) {
    await admin.insist('POST', '/api/admin/cron/trigger-hourly-billing', {});
    const { rows } = await ctx.db.execute<{ waiting: number; open: number }>(sql`
      SELECT (SELECT count(*)::int FROM server_meters WHERE NOT finished AND billed_until < ${until.toISOString()}) AS waiting,
        (SELECT count(*)::int FROM billing_runs WHERE closed_at IS NULL) AS open`);
    if (rows[0]?.waiting === 0 && rows[0].open === 0) return;
    instances.tell({ kind: 'tickOne', name: 'watchdog', slot: `end#${tries}` });
    await systemClock.sleep(250);
    options.signal.throwIfAborted();
  }
}

function progress({ instances }: TortureWorld, tick: TickPlan): string {
  return `${tick.at.toISOString().slice(0, 16)}  ${instances.counts.kills} kills`;
}

function secondsSince(startedAt: number): number {
  return Math.round((performance.now() - startedAt) / 100) / 10;
}
