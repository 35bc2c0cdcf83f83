import type { Deadly } from './messages.ts';
import { namedPoints } from './named-points.ts';
import type { Random } from './seeded-random.ts';

/** What one tick of the torture brings besides the time. All of it comes from the seed. */
export interface TickPlan {
  at: Date;
  isHour: boolean;
  /** Nothing goes wrong: how the torture begins and ends. */
  calm: boolean;
  /** VirtFusion answers nothing in this tick. */
  silent: boolean;
  /** Things that customers and others do between the tick before and this one. */
  acts: number;
  /** Points at which the next process to come there dies, or stops for a while: one after another. */
  deadly: Deadly[];
  kills: { instance: number; afterMs: number }[];
  pauses: { instance: number; afterMs: number; forMs: number }[];
  crashAfterMs: number | null;
  /** Connections of the database cut at once. */
  cutsAfterMs: number | null;
  triggers: number;
  save: 'nothing' | 'same' | 'off' | 'onFromNow' | 'onFromLastBilled';
  newPrice: boolean;
  /** Whose clock is wrong from here on, and by how much; null sets all right. */
  skew: { instance: number; ms: number } | null;
}

export interface PlanOptions {
  random: Random;
  start: Date;
  hours: number;
  intervalMinutes: number;
  kills: number;
  /** Names of the points that may be deadly. */
  points: readonly string[];
  instances: number;
  actsPerTick: number;
}

const HOUR_MS = 3_600_000;
/** Between two looks; nobody but the system acts at the instant of one. */
export const INTERVAL_MINUTES = 30;
/** Of the kills, those at named points; the others come at random. */
const NAMED_SHARE = 0.5;

/** Ticks from one interval after `start` to its last hour, which is left in peace. */
export function planTicks(options: PlanOptions): TickPlan[] {
  const { random, start, hours, intervalMinutes } = options;
  const perHour = 60 / intervalMinutes;
  const ticks: TickPlan[] = [];
  const outage = { first: random.between(2, Math.max(2, hours - 3)) * perHour, ticks: perHour * 2 };
  let on = true;
  for (let number = 1; number < hours * perHour; number++) {
    const at = new Date(start.getTime() + number * intervalMinutes * 60_000);
    const inOutage = number >= outage.first && number < outage.first + outage.ticks;
    const silent = inOutage || random.chance(0.05);
    const tick: TickPlan = { ...calmTick(at), calm: false, silent, acts: options.actsPerTick };
    troubleTick(tick, options, ticks.length);
    tick.save = chooseSave(random, { on, isHour: tick.isHour });
    if (tick.save === 'off') on = false;
    if (tick.save === 'onFromNow' || tick.save === 'onFromLastBilled') on = true;
    ticks.push(tick);
  }
  return ticks;
}

export function calmTick(at: Date): TickPlan {
  return {
    ...{
      at,
      isHour: at.getTime() % HOUR_MS === 0,
      calm: true,
      silent: false,
      acts: 0,
      deadly: [],
      kills: [],
    },
    ...{ pauses: [], crashAfterMs: null, cutsAfterMs: null, triggers: 0, save: 'nothing', newPrice: false },
    skew: null,
  };
}

function troubleTick(
  tick: TickPlan,
  { random, hours, intervalMinutes, kills, points, instances }: PlanOptions,
  number: number,
) {
  const ticks = (hours * 60) / intervalMinutes;
  const instance = () => random.between(0, instances - 1);
  if (tick.isHour) {
    const dying = often(random, (kills * NAMED_SHARE) / hours) + (random.chance(kills / 10 / hours) ? 1 : 0);
    // The last one only stops for a while, now and then.
    tick.deadly = Array.from({ length: dying }, (_, index) => ({
      point: random.pick(points),
      signal: index === dying - 1 && random.chance(0.3) ? 'SIGSTOP' : 'SIGKILL',
    }));
  }
  const atRandom = often(random, (kills * (1 - NAMED_SHARE)) / ticks);
  tick.kills = Array.from({ length: atRandom }, () => ({
    instance: instance(),
    afterMs: random.between(0, 800),
  }));
  if (random.chance(kills / 10 / ticks))
    tick.pauses.push({
      instance: instance(),
      afterMs: random.between(0, 400),
      forMs: random.between(300, 3000),
    });
  if (random.chance(kills / 10 / ticks)) tick.crashAfterMs = random.between(0, 600);
  if (random.chance(kills / 3 / ticks)) tick.cutsAfterMs = random.between(0, 600);
  if (random.chance(kills / 10 / ticks)) tick.triggers = 20;
  if (random.chance(2 / hours)) tick.newPrice = true;
  if (number > 3 && random.chance(kills / 15 / ticks))
    tick.skew = { instance: instance(), ms: random.pick([3 * HOUR_MS, -2 * HOUR_MS, 90_000]) };
}

/** As a run comes to them, one after another. */
export function inOrderOfARun(deadly: readonly Deadly[]): Deadly[] {
  const place = ({ point }: Deadly) => namedPoints.findIndex(({ name }) => name === point);
  return [...deadly].sort((one, other) => place(one) - place(other));
}

/** A whole number whose mean is `mean`. */
function often(random: Random, mean: number): number {
  return Math.floor(mean) + (random.chance(mean % 1) ? 1 : 0);
}

/** Off on the hour only: then what was charged by whom, before it goes on again, can make no difference. */
function chooseSave(random: Random, { on, isHour }: { on: boolean; isHour: boolean }): TickPlan['save'] {
  if (!on) return random.chance(0.5) ? random.pick(['onFromNow', 'onFromLastBilled']) : 'nothing';
  if (isHour && random.chance(0.06)) return 'off';
  return random.chance(0.08) ? 'same' : 'nothing';
}
