// Works out who owes what, by the rules written in md-docs/hourly-billing-system.md, from the truth and from when
// the panel truly answered. It imports nothing: sharing the product's code would mean sharing its mistakes.

/** What happened to a server, whatever anybody saw of it. `at` is in epoch seconds. */
export interface TrueEvent {
  at: number;
  kind: 'created' | 'booted' | 'stopped' | 'suspended' | 'unsuspended' | 'owner' | 'package' | 'deleted';
  /** Of 'created' and 'owner'. */
  ownerId?: number;
  /** Of 'created' and 'package'. */
  packageId?: number;
}

export interface OracleFacts {
  /** Of every server that ever was, oldest event first. */
  servers: ReadonlyMap<number, readonly TrueEvent[]>;
  /** Instants at which the whole panel was seen, ascending. */
  looks: readonly number[];
  /** Looks at which the power of a server could not be read. */
  mute: ReadonlyMap<number, ReadonlySet<number>>;
  /** When billing was on. */
  switchedOn: readonly { from: number; until: number }[];
  /** Monthly prices in micros, of a package from a whole hour on. */
  prices: readonly { packageId: number; from: number; micros: bigint }[];
  percent: { running: number; stopped: number; suspended: number };
  hoursPerMonth: number;
  capHours: number;
  /** The whole hour up to which everything must be billed. */
  until: number;
}

export interface Owed {
  hour: number;
  serverId: number;
  customerId: number;
  micros: bigint;
}

const HOUR = 3600;

type State = 'running' | 'stopped' | 'suspended' | 'unknownPower' | 'gone';

interface Seen {
  at: number;
  state: State;
  ownerId: number;
  packageId: number;
}

/** Every charge that must exist, and no other. */
export function workOutOwed(facts: OracleFacts): Owed[] {
  const owed: Owed[] = [];
  for (const [serverId, events] of facts.servers) owed.push(...owedFor(serverId, events, facts));
  return owed;
}

function owedFor(serverId: number, events: readonly TrueEvent[], facts: OracleFacts): Owed[] {
  const looks = looksAt(serverId, events, facts);
  const seen = withItsBirth(looks, events, facts);
  const owed: Owed[] = [];
  const month = new Map<string, bigint>();
  let capUsed = 0;
  let monthOf = '';
  const covered = coveredUntil(seen, facts);
  for (let hour = floorHour(seen[0]?.at ?? covered); hour < covered; hour += HOUR) {
    const weighted = weightedIn(hour, seen, facts);
    if (weighted === null) continue;
    const thisMonth = new Date(hour * 1000).toISOString().slice(0, 7);
    if (thisMonth !== monthOf) {
      monthOf = thisMonth;
      capUsed = 0;
      month.clear();
    }
    const counted = Math.min(weighted, Math.max(0, facts.capHours * HOUR * 100 - capUsed));
    capUsed += counted;
    const price = priceAt(hour, packageAt(hour, looks), facts);
    const before = month.get(price.name) ?? 0n;
    const after = before + BigInt(counted);
    month.set(price.name, after);
    const micros = priced(price.micros, after, facts) - priced(price.micros, before, facts);
    owed.push({ hour, serverId, customerId: ownerAt(hour, seen), micros });
  }
  return owed;
}

/** An hour that nobody has seen to its end is not billed yet, unless the server is gone. */
function coveredUntil(seen: readonly Seen[], { until }: OracleFacts): number {
  const last = seen.at(-1);
  if (!last || last.state === 'gone') return until;
  return Math.min(until, floorHour(last.at));
}

/** What each look showed of the server; nothing where it was not yet there, or its power stayed unread. */
function looksAt(serverId: number, events: readonly TrueEvent[], { looks, mute }: OracleFacts): Seen[] {
  const seen: Seen[] = [];
  for (const at of looks) {
    const known = asOf(at, events);
    if (known === null) continue;
    const isPower = known.state === 'running' || known.state === 'stopped';
    if (isPower && mute.get(serverId)?.has(at)) seen.push({ ...known, at, state: 'unknownPower' });
    else seen.push({ ...known, at });
    if (known.state === 'gone') break;
  }
  return seen;
}

function asOf(at: number, events: readonly TrueEvent[]): Omit<Seen, 'at'> | null {
  const past = events.filter((event) => event.at <= at);
  if (past.length === 0) return null;
  let [running, suspended, gone] = [false, false, false];
  let [ownerId, packageId] = [0, 0];
  for (const event of past) {
    if (event.kind === 'booted') running = true;
    if (event.kind === 'stopped') running = false;
    if (event.kind === 'suspended') suspended = true;
    if (event.kind === 'unsuspended') suspended = false;
    if (event.kind === 'deleted') gone = true;
    ownerId = event.ownerId ?? ownerId;
    packageId = event.packageId ?? packageId;
  }
  const state = gone ? 'gone' : suspended ? 'suspended' : running ? 'running' : 'stopped';
  return { state, ownerId, packageId };
}

/**
 * The evidence: looks that told a state, and the creation, which the panel dates, where it came after the first look
 * of all. How a server was powered at its creation nobody saw.
 */
function withItsBirth(looks: readonly Seen[], events: readonly TrueEvent[], facts: OracleFacts): Seen[] {
  const told = looks.filter(({ state }) => state !== 'unknownPower');
  const first = looks[0];
  const created = events[0]?.at ?? 0;
  const firstLook = facts.looks[0] ?? 0;
  if (!first || first.state === 'gone') return [];
  if (created < firstLook || created >= first.at) return told;
  return [{ ...first, at: created, state: 'unknownPower' }, ...told];
}

/**
 * Hundredths of seconds that count in an hour; null where no second of it was seen at both its ends as there, while
 * billing was on. Time between two sightings counts as the cheaper of the two.
 */
function weightedIn(hour: number, seen: readonly Seen[], facts: OracleFacts): number | null {
  let weighted: number | null = null;
  for (const [index, after] of seen.entries()) {
    const before = seen[index - 1];
    if (!before || before.state === 'gone' || after.state === 'gone') continue;
    const percent = Math.min(percentOf(before.state, facts), percentOf(after.state, facts));
    for (const on of facts.switchedOn) {
      const from = Math.max(hour, before.at, on.from);
      const until = Math.min(hour + HOUR, after.at, on.until);
      if (from < until) weighted = (weighted ?? 0) + (until - from) * percent;
    }
  }
  return weighted;
}

function percentOf(state: State, { percent }: OracleFacts): number {
  switch (state) {
    case 'running':
      return percent.running;
    case 'stopped':
      return percent.stopped;
    case 'suspended':
      return percent.suspended;
    case 'unknownPower':
      return Math.min(percent.running, percent.stopped);
    default:
      return 0;
  }
}

/** Whoever was last seen with it when the hour began; for its first hour, whoever was first seen with it. */
function ownerAt(hour: number, seen: readonly Seen[]): number {
  const known = seen.filter(({ at, state }) => at <= hour && state !== 'gone').at(-1) ?? seen[0];
  return known?.ownerId ?? 0;
}

/** A package holds from the first whole hour after it was seen; the first one of all from the beginning. */
function packageAt(hour: number, looks: readonly Seen[]): number {
  const known = looks.filter(({ at, state }) => at < hour && state !== 'gone').at(-1) ?? looks[0];
  return known?.packageId ?? 0;
}

function priceAt(hour: number, packageId: number, { prices }: OracleFacts): { name: string; micros: bigint } {
  const price = prices
    .filter((row) => row.packageId === packageId && row.from <= hour)
    .sort((one, other) => other.from - one.from)[0];
  if (!price) throw new Error(`The torture set no price for package ${packageId} at ${hour}`);
  return { name: `${packageId}:${price.from}`, micros: price.micros };
}

/** Rounded once, a tie to the even one; written without the product's own rounding on purpose. */
function priced(monthly: bigint, weighted: bigint, { hoursPerMonth }: OracleFacts): bigint {
  const whole = BigInt(hoursPerMonth * HOUR * 100);
  const exact = monthly * weighted;
  const floor = (exact - (exact % whole)) / whole;
  const rest = exact - floor * whole;
  if (rest + rest === whole) return floor % 2n === 0n ? floor : floor + 1n;
  return rest + rest > whole ? floor + 1n : floor;
}

function floorHour(at: number): number {
  return at - (at % HOUR);
}
