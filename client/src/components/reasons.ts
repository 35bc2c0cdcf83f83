import type { setAsideReasons } from '#shared/api/runs.ts';

export type Reason = (typeof setAsideReasons)[number];

export interface ReasonWords {
  /** For a badge. */
  short: string;
  /** What is the matter. */
  sentence: string;
  /** What to do about it. */
  remedy: string;
}

/** Why a server waits, and what to do: the one place where the reasons have words. */
export const reasons: Record<Reason, ReasonWords> = {
  no_package: {
    short: 'No package',
    sentence: 'VirtFusion does not say which package this is, and none (or several) match its resources.',
    remedy: 'Assign its package; the hours that wait are priced by the next run.',
  },
  no_rate: {
    short: 'No price',
    sentence: 'Its package has no price for these hours.',
    remedy: 'Set a price for the package; it may cover the hours that wait.',
  },
  no_terms: {
    short: 'No billing terms',
    sentence: 'No billing settings were in force for these hours.',
    remedy: 'Save the billing settings once; the hours stay unbilled until then.',
  },
  gap_held: {
    short: 'Gap held',
    sentence: 'It was not seen for too long, and the gap policy holds such hours for review.',
    remedy: 'Decide whether the unseen hours are billed or free.',
  },
  not_seen: {
    short: 'Not seen',
    sentence: 'VirtFusion did not tell its state, so nothing is known to bill.',
    remedy: 'Test the connection; once it is seen again the next run catches up.',
  },
  failed: {
    short: 'Failed',
    sentence: 'Billing it met an error. No hour of it was charged.',
    remedy: 'The next run tries again; if it stays, look for the server in the log.',
  },
};
