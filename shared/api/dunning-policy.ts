import { z } from 'zod';
import { blackout, MOST_EXTRA, wholeNumber } from './settings.ts';
import { instant, price } from './values.ts';

/** The form of the policy: its fields, their ranges and their defaults, here and nowhere else. */
export const dunningPolicy = z
  .strictObject({
    enabled: z.boolean(),
    warnHours: wholeNumber(0, 720),
    graceRule: z.enum(['hours', 'amount']),
    graceHours: wholeNumber(0, 2160),
    creditLimit: price,
    retentionDays: wholeNumber(1, 365),
    deletion: z.boolean(),
    timezone: z.string().trim().min(1, 'Choose a zone').max(60),
    /** Nobody is suspended inside these. */
    holdWindows: z.array(blackout).max(MOST_EXTRA, `At most ${MOST_EXTRA} windows`),
    /** More customers to suspend within a day than this wait for a person; 0 is no limit. */
    mostADay: wholeNumber(0, 100_000),
  })
  .meta({ id: 'DunningPolicy' });
export type DunningPolicyForm = z.infer<typeof dunningPolicy>;

export const defaultDunningPolicy: DunningPolicyForm = {
  enabled: false,
  warnHours: 72,
  graceRule: 'hours',
  graceHours: 24,
  creditLimit: 5_000_000n,
  retentionDays: 14,
  deletion: false,
  timezone: 'UTC',
  holdWindows: [],
  mostADay: 25,
};

/** The policy as it is kept. */
export const savedPolicy = z
  .object({
    policy: dunningPolicy,
    version: z.number().int(),
    /** Debts count from here on; null while it is off. */
    enabledSince: instant.nullable(),
    updatedAt: instant.nullable(),
    /** Whether a large number of suspensions waits for a person's yes. */
    waiting: z.number().int().meta({ description: 'Customers whose suspension waits for a person' }),
  })
  .meta({ id: 'SavedDunningPolicy' });
