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

/** Fewer runs than this are no past to compare with; small fleets change by large shares every day. */
const RUNS_TO_COMPARE = 3;
const SMALLEST_FLEET = 20;

/** Why a run should wait for an admin; empty when it is like the runs before it. */
export function judgeBrakes(outlook: RunOutlook, usual: UsualRuns, limits: BrakeLimits): BrakeReason[] {
  const reasons = [
    judgeTotal(outlook, usual, limits),
    judgeFleet(outlook, limits),
    judgeCatchUp(outlook, limits),
    judgeFree(outlook, usual, limits),
  ];
  return reasons.filter((reason) => reason !== null);
}

function judgeTotal(
  outlook: RunOutlook,
  usual: UsualRuns,
  { totalPercent }: BrakeLimits,
): BrakeReason | null {
  if (totalPercent === 0 || usual.runs < RUNS_TO_COMPARE || usual.amountPerServerHour <= 0n) return null;
  const expected = usual.amountPerServerHour * BigInt(outlook.serverHours);
  if (expected === 0n || outlook.amount * 100n <= expected * BigInt(totalPercent)) return null;
  const percent = divideDown(outlook.amount * 100n, expected);
  return {
    brake: 'total',
    found: `${percent} % of the usual price of as many hours`,
    limit: `${totalPercent} %`,
  };
}

function judgeFleet({ fleet, fleetBefore }: RunOutlook, { fleetPercent }: BrakeLimits): BrakeReason | null {
  if (fleetPercent === 0 || fleet === null || fleetBefore === null) return null;
  if (Math.max(fleet, fleetBefore) < SMALLEST_FLEET) return null;
  const change = Math.abs(fleet - fleetBefore) * 100;
  if (change <= fleetBefore * fleetPercent) return null;
  return {
    brake: 'fleet',
    found: `${fleet} servers after ${fleetBefore}`,
    limit: `${fleetPercent} % more or fewer`,
  };
}

function judgeCatchUp({ longestHours }: RunOutlook, { catchUpHours }: BrakeLimits): BrakeReason | null {
  if (catchUpHours === 0 || longestHours <= catchUpHours) return null;
  return { brake: 'catch_up', found: `${longestHours} hours to catch up`, limit: `${catchUpHours} hours` };
}

function judgeFree(outlook: RunOutlook, usual: UsualRuns, { freePercent }: BrakeLimits): BrakeReason | null {
  if (freePercent === 0 || usual.runs < RUNS_TO_COMPARE || outlook.servers < SMALLEST_FLEET) return null;
  const share = Math.floor((outlook.freeServers * 100) / outlook.servers);
  if (share <= usual.freePercent + freePercent) return null;
  return {
    brake: 'free',
    found: `${share} % of the servers would cost nothing`,
    limit: `${freePercent} points above the usual ${usual.freePercent} %`,
  };
}
