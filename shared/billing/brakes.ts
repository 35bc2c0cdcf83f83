import type { Micros } from './money.ts';
import { divideDown } from './rounding.ts';

/** What a run is about to do, worked out from the prices before a single charge is written. */
export interface RunOutlook {
  /** Servers with hours due, and the hours of all of them. */
  servers: number;
  serverHours: number;
  /** The most hours one server has due. */
  longestHours: number;
  /** Due servers whose price is nothing. */
  freeServers: number;
  /** An upper bound: every due hour at the full price of its server. */
  amount: Micros;
  /** Servers the panel listed in this look, and in the complete look before; null when there was none. */
  fleet: number | null;
  fleetBefore: number | null;
}

/** What the last closed runs with charges did. */
export interface UsualRuns {
  runs: number;
  /** The median price of one server-hour among them. */
  amountPerServerHour: Micros;
  /** The median share of charges that cost nothing, in percent. */
  freePercent: number;
}

/** Beyond these a run waits for an admin. Zero switches a brake off. */
export interface BrakeLimits {
  /** A server-hour may cost this many percent of the usual at most. */
  totalPercent: number;
  /** The fleet may grow or shrink by this many percent between two looks. */
  fleetPercent: number;
  /** Hours one server may have due. */
  catchUpHours: number;
  /** Due servers without a price, above the usual share of free charges, in percent points. */
  freePercent: number;
}

export interface BrakeReason {
  brake: 'total' | 'fleet' | 'catch_up' | 'free' | 'clocks';
  found: string;
  limit: string;
}

/** What one brake compared, and what came of it: it let the run pass, held it, was off, or had no past to go by. */
export interface BrakeFigure extends BrakeReason {
  outcome: 'passed' | 'held' | 'off' | 'not_asked';
}

/** Fewer runs than this are no past to compare with; small fleets change by large shares every day. */
const RUNS_TO_COMPARE = 3;
const SMALLEST_FLEET = 20;

/** What each brake found beside its limit, and which of them would hold the run for an admin. */
export function weighBrakes(outlook: RunOutlook, usual: UsualRuns, limits: BrakeLimits): BrakeFigure[] {
  return [
    weighTotal(outlook, usual, limits),
    weighFleet(outlook, limits),
    weighCatchUp(outlook, limits),
    weighFree(outlook, usual, limits),
  ];
}

/** Those that hold it: a run waits for an admin when there are any. */
export function reasonsIn(figures: readonly BrakeFigure[]): BrakeReason[] {
  return figures
    .filter(({ outcome }) => outcome === 'held')
    .map(({ brake, found, limit }) => ({ brake, found, limit }));
}

function outcomeOf(of: { off: boolean; asked: boolean; beyond: boolean }): BrakeFigure['outcome'] {
  if (of.off) return 'off';
  if (!of.asked) return 'not_asked';
  return of.beyond ? 'held' : 'passed';
}

function weighTotal(outlook: RunOutlook, usual: UsualRuns, { totalPercent }: BrakeLimits): BrakeFigure {
  const expected = usual.amountPerServerHour * BigInt(outlook.serverHours);
  const asked = usual.runs >= RUNS_TO_COMPARE && expected > 0n;
  const percent = asked ? divideDown(outlook.amount * 100n, expected) : null;
  const beyond = outlook.amount * 100n > expected * BigInt(totalPercent);
  return {
    brake: 'total',
    found:
      percent === null
        ? 'no usual price to compare with'
        : `${percent} % of the usual price of as many hours`,
    limit: `${totalPercent} %`,
    outcome: outcomeOf({ off: totalPercent === 0, asked, beyond }),
  };
}

function weighFleet({ fleet, fleetBefore }: RunOutlook, { fleetPercent }: BrakeLimits): BrakeFigure {
  const known = fleet !== null && fleetBefore !== null;
  const asked = known && Math.max(fleet, fleetBefore) >= SMALLEST_FLEET;
  const beyond = known && Math.abs(fleet - fleetBefore) * 100 > fleetBefore * fleetPercent;
  return {
    brake: 'fleet',
    found: known ? `${fleet} servers after ${fleetBefore}` : 'no two looks to compare',
    limit: `${fleetPercent} % more or fewer`,
    outcome: outcomeOf({ off: fleetPercent === 0, asked, beyond }),
  };
}

function weighCatchUp({ longestHours }: RunOutlook, { catchUpHours }: BrakeLimits): BrakeFigure {
  return {
    brake: 'catch_up',
    found: `${longestHours} ${longestHours === 1 ? 'hour' : 'hours'} to catch up`,
    limit: `${catchUpHours} hours`,
    outcome: outcomeOf({ off: catchUpHours === 0, asked: true, beyond: longestHours > catchUpHours }),
  };
}

function weighFree(outlook: RunOutlook, usual: UsualRuns, { freePercent }: BrakeLimits): BrakeFigure {
  const share = outlook.servers === 0 ? 0 : Math.floor((outlook.freeServers * 100) / outlook.servers);
  return {
    brake: 'free',
    found: `${share} % of the servers would cost nothing`,
    limit: `${freePercent} points above the usual ${usual.freePercent} %`,
    outcome: outcomeOf({
      off: freePercent === 0,
      asked: usual.runs >= RUNS_TO_COMPARE && outlook.servers >= SMALLEST_FLEET,
      beyond: share > usual.freePercent + freePercent,
    }),
  };
}
