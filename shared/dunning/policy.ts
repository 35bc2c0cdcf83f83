import type { Micros } from '#shared/billing/money.ts';
import type { Instant } from '#shared/billing/period.ts';

/** What happens to customers who owe, step by step. Off until an admin switches it on. */
export interface DunningPolicy {
  enabled: boolean;
  /** No debt from before this instant shortens a grace: nobody is suspended because the policy was switched on. */
  enabledSince: Instant | null;
  /** A wallet that lasts fewer whole hours than this is warned of; 0 warns of none. */
  warnHours: number;
  /** `hours`: grace is time. `amount`: grace lasts until more than `creditLimit` is owed. */
  graceRule: 'hours' | 'amount';
  /** From falling below zero until suspension; under `amount` the least of it. */
  graceHours: number;
  /** Owed without being suspended, under `amount`. */
  creditLimit: Micros;
  /** From suspension until a deletion may be asked for. */
  retentionDays: number;
  /** Whether servers may be deleted at all; each is asked for and confirmed by a person. */
  deletion: boolean;
}
