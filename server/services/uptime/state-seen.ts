import type { ServerState } from '#shared/billing/statement.ts';
import type { PresentServer } from './seen-server.ts';
import type { LatestStretch } from './stretch-changes.ts';

/** What the terms in force make of what is seen. */
export interface StateRules {
  powerPriced: boolean;
  billSelfService: boolean;
}

/** What is remembered of a server that helps to read an answer that does not say everything. */
export interface Remembered {
  selfService: number | null;
  latest: LatestStretch | null;
}

export interface StateSeen {
  state: ServerState;
  /** Sweeps see changes of it, so that its stretch stays open between them. */
  open: boolean;
}

/** The state an answer shows; null where only the power could tell, and it was not told. */
export function stateSeen(seen: PresentServer, known: Remembered, rules: StateRules): StateSeen | null {
  const selfService = seen.details?.selfService ?? known.selfService;
  // Not said is not native: older panels do not have the field.
  if (selfService !== null && selfService !== 0 && !rules.billSelfService)
    return { state: 'native', open: true };
  if (seen.suspended) return { state: 'suspended', open: true };
  if (!rules.powerPriced) return { state: 'present', open: true };
  if (isNeverBuilt(seen, known.latest)) return { state: 'stopped', open: true };
  if (seen.power === 'running' || seen.power === 'stopped') return { state: seen.power, open: false };
  return null;
}

/** The list does not say whether a queued or failed build is the first: what the last details said still holds. */
function isNeverBuilt({ commissionStatus, details }: PresentServer, latest: LatestStretch | null): boolean {
  if (commissionStatus === 0) return true;
  if (details) return details.neverBuilt;
  const isComplete = commissionStatus >= 3;
  return !isComplete && latest?.state === 'stopped' && latest.lastSeenAt === null;
}
