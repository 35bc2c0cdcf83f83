import { monthOf } from '#shared/billing/billing-month.ts';
import { HOUR, type Instant } from '#shared/billing/period.ts';
import { divideHalfEven } from '#shared/billing/rounding.ts';

/** The fleet that is billed: how many, whose, and at what price; every server runs all the time. */
export interface Fleet {
  servers: number;
  customers: number;
  /** Hours of every server that are billed before the measured ones. */
  historyHours: number;
}

export const HOURS_PER_MONTH = 730;
export const PACKAGES = 10;
/** The first measured hour: late in a month, so that history lies in the same partition as what is measured. */
export const START: Instant = Date.UTC(2027, 0, 21) / 1000;

export function fleetOf({ servers, history }: { servers: number; history: number }): Fleet {
  return {
    servers,
    customers: Math.max(1, Math.floor(servers / 5)),
    historyHours: Math.ceil(history / servers),
  };
}

/** Odd prices, so that hours do not divide evenly and rounding has something to do. Micros. */
export function monthlyPrice(packageId: number): bigint {
  return 5_000_000n + BigInt(packageId) * 1_370_001n;
}

/** How many servers have each package; the same rule as `insertFleet` writes. */
function serversOf(fleet: Fleet, packageId: number): bigint {
  let servers = Math.floor(fleet.servers / PACKAGES);
  if (packageId <= fleet.servers % PACKAGES) servers += 1;
  return BigInt(servers);
}

/** What one server of a package costs for the hour that begins at `hour`, from the first hour billed on. */
export function priceOfHour(fleet: Fleet, packageId: number, hour: Instant): bigint {
  const monthBegins = Math.max(monthOf(hour).from, START - fleet.historyHours * HOUR);
  const before = BigInt((hour - monthBegins) / HOUR);
  const total = (hours: bigint) => {
    const capped = hours < HOURS_PER_MONTH ? hours : BigInt(HOURS_PER_MONTH);
    return divideHalfEven(monthlyPrice(packageId) * capped, BigInt(HOURS_PER_MONTH));
  };
  return total(before + 1n) - total(before);
}

/** What the whole fleet costs from `from` to `until`: plain arithmetic, of which the billing knows nothing. */
export function expectedSum(fleet: Fleet, { from, until }: { from: Instant; until: Instant }): bigint {
  let sum = 0n;
  for (let hour = from; hour < until; hour += HOUR) {
    for (let packageId = 1; packageId <= PACKAGES; packageId++)
      sum += serversOf(fleet, packageId) * priceOfHour(fleet, packageId, hour);
  }
  return sum;
}

/** One server as every part of the bench knows it. Customers come back for another one: theirs lie far apart. */
export function serverOf(fleet: Fleet, id: number) {
  return {
    customerId: 1 + ((id * 7919) % fleet.customers),
    packageId: 1 + ((id - 1) % PACKAGES),
    hypervisorId: 1 + (id % HYPERVISORS),
  };
}

export const HYPERVISORS = 40;
/** VirtFusion knows customers by a number of ours. */
export const externalIdOf = (customerId: number) => 900_000 + customerId;

/** When everything was made in VirtFusion and seen here: before the first hour that is billed. */
export function bornAt(fleet: Fleet): Instant {
  return START - fleet.historyHours * HOUR - 600;
}
