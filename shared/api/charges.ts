import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { chargeCorrection } from './replays.ts';
import { runStatuses, runTriggers } from './runs.ts';
import { serverStates } from './servers.ts';
import { id, instant, money } from './values.ts';

/** Why a part of an hour counts as it does. */
export const partRules = [
  'seen',
  'seen_at_both_ends',
  'cheaper_end',
  'gap_billed',
  'gap_free',
  'gap_forgiven',
  'not_ours',
  'switched_off',
  'not_yet_seen',
] as const;

const state = z.enum(serverStates);
const seconds = z.string().meta({ description: 'Decimal seconds' });
const percent = z.number().int();
const named = z.object({ id: z.number().int(), name: z.string().nullable() });

/** A part of the hour, what was seen at its ends, and what a second in it costs, in percent of the price. */
const part = z.object({
  from: instant,
  until: instant,
  before: state.nullable(),
  after: state.nullable(),
  rule: z.enum(partRules),
  percent,
  /** Seconds between the two sightings around it, beyond the hour too; 0 while it was seen all along. */
  unseenSeconds: z.number().int(),
});

/** What the seconds of a month so far cost: `exact` is cut after twelve decimals, `amount` rounded half to even. */
const total = z.object({
  weightedSeconds: seconds,
  exact: z.string(),
  amount: money,
});

const rateUsed = z.object({
  id: z.number().int(),
  monthlyPrice: money,
  from: instant,
  /** Whose price it is: of a package, or of this server alone. */
  of: z.enum(['package', 'server']),
  packageName: z.string().nullable(),
  runningPercent: percent,
  stoppedPercent: percent,
  suspendedPercent: percent,
  reason: z.string().nullable(),
  setBy: z.string().nullable(),
});

const termsUsed = z.object({
  id: z.number().int(),
  from: instant,
  hoursPerMonth: z.number().int(),
  counting: z.enum(['second', 'minute', 'hour']),
  gapPolicy: z.enum(['bill', 'hold', 'free']),
  maxGapSeconds: z.number().int(),
});

export const chargeExplanation = z
  .object({
    hour: instant,
    server: named,
    customer: named,
    amount: money,
    /** What was put right since, in the order it was posted. */
    corrections: z.array(chargeCorrection),
    /** What the hour costs with its corrections, and by which price; null while it has none. */
    corrected: z
      .object({
        amount: money,
        seconds: z.number().int(),
        /** Null when the evidence no longer tells. */
        monthlyPrice: money.nullable(),
        packageName: z.string().nullable(),
        /** Worked out anew from the evidence as corrected, it is the same. */
        agrees: z.boolean(),
      })
      .nullable(),
    /** Seconds that cost something, and the same times their percentages, after the cap. */
    seconds: z.number().int(),
    weightedSeconds: seconds,
    cappedSeconds: seconds,
    inGap: z.boolean(),
    /** The same charge worked out anew from the evidence that is stored. */
    recomputed: z.object({
      agrees: z.boolean(),
      differences: z.array(z.object({ what: z.string(), charged: z.string(), recomputed: z.string() })),
    }),
    /** The whole hour in order, without holes. */
    parts: z.array(part),
    /** Every sighting inside the hour, the last one before and the first one after it. */
    sightings: z.array(z.object({ at: instant, state })),
    /** Looks at the panel around the hour that did not see everything. */
    failedLooks: z.array(z.object({ at: instant, failure: z.string() })),
    rate: rateUsed,
    terms: termsUsed,
    /** The month under this rate before the hour and after it; their difference is the charge. */
    month: z.object({ from: instant, before: total, after: total }),
    /** Weighted seconds of the month under all rates, against the most a month may count. */
    cap: z.object({ capHours: z.number().int(), usedBefore: seconds, usedAfter: seconds }).nullable(),
    run: z.object({
      id: z.number().int(),
      status: z.enum(runStatuses),
      trigger: z.enum(runTriggers),
      openedAt: instant,
      until: instant,
    }),
    /** Null for a charge of nothing: no money moved. It pays for all of the customer's hours of one step. */
    transaction: z
      .object({
        id: z.number().int(),
        reason: z.string(),
        amount: money,
        balanceBefore: money,
        balanceAfter: money,
        createdAt: instant,
        /** It was taken back whole; the hour still costs what it does. */
        reversal: z.object({ id: z.number().int(), reason: z.string(), createdAt: instant }).nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'ChargeExplanation' });
export type ChargeExplanation = z.infer<typeof chargeExplanation>;

export const wholeHour = instant.refine((at) => at.getTime() % 3_600_000 === 0, {
  message: 'Write a whole hour such as 2026-11-01T14:00:00Z',
});

export const charges = {
  explain: endpoint({
    method: 'GET',
    path: '/api/admin/charges/:serverId/:hour',
    access: 'billing.read',
    summary: 'Explain one charge: what was seen, what was counted, how it was priced, and what it moved',
    input: z.object({ serverId: id, hour: wholeHour }),
    output: chargeExplanation,
  }),
};
