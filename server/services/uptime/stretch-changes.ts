import type { Instant } from '#shared/billing/period.ts';
import type { ServerState } from '#shared/billing/statement.ts';

/** The last row of a server's stretches. All instants are epoch seconds. */
export interface LatestStretch {
  firstSeenAt: Instant;
  /** null while it is open: every complete sweep after `firstSeenAt` is one more sighting of it. */
  lastSeenAt: Instant | null;
  state: ServerState;
  customerId: number;
}

/** What one answer says about one server. */
export interface Sighting {
  at: Instant;
  state: ServerState;
  customerId: number;
  /** The sweeps to come will see changes of it, so its stretch stays open; a sample of power speaks for itself alone. */
  open: boolean;
}

/** What is known besides: when the list was read to its end, and how far apart two equal sightings may lie. */
export interface Watch {
  /** Start of the sweep under way, or of the one just finished. */
  sweepAt: Instant;
  /** Start of the last complete sweep; null before the first. */
  previousSweepAt: Instant | null;
  maxGapSeconds: number;
}

/** At most one row ends or grows, and at most one begins. */
export interface StretchChange {
  /** The latest row was open and ends at its last sighting. */
  closeAt?: Instant;
  /** The latest row lasts until here. */
  extendTo?: Instant;
  /** The latest row is open again. */
  reopen?: true;
  insert?: LatestStretch;
}

/** The last instant at which the stretch was seen. */
export function lastSightingOf(stretch: LatestStretch, previousSweepAt: Instant | null): Instant {
  return stretch.lastSeenAt ?? Math.max(stretch.firstSeenAt, previousSweepAt ?? stretch.firstSeenAt);
}

/**
 * What a sighting does to the latest stretch: an equal one within `maxGapSeconds` extends it (an open one needs no
 * writing for that), any other begins a row; the hole between two rows is the time nobody saw.
 */
export function stretchChange(latest: LatestStretch | null, sighting: Sighting, watch: Watch): StretchChange {
  if (latest === null) return { insert: rowOf(sighting, sighting.at) };
  const last = lastSightingOf(latest, watch.previousSweepAt);
  // Evidence keeps its order even where two clocks disagree about it.
  const at = Math.max(sighting.at, last);
  const equal = latest.state === sighting.state && latest.customerId === sighting.customerId;
  // An open sighting is dated by its sweep, whose start may be a page's reading older than the sighting.
  const reached = sighting.open ? Math.min(at, Math.max(watch.sweepAt, last)) : at;
  if (equal && reached - last <= watch.maxGapSeconds) return extended(latest, sighting, at);
  const begins = at === latest.firstSeenAt ? at + 1 : at;
  return { ...(latest.lastSeenAt === null && { closeAt: last }), insert: rowOf(sighting, begins) };
}

function extended(latest: LatestStretch, sighting: Sighting, at: Instant): StretchChange {
  if (!sighting.open) return at === latest.lastSeenAt ? {} : { extendTo: at };
  return latest.lastSeenAt === null ? {} : { reopen: true };
}

function rowOf({ state, customerId, open }: Sighting, firstSeenAt: Instant): LatestStretch {
  return { firstSeenAt, lastSeenAt: open ? null : firstSeenAt, state, customerId };
}
