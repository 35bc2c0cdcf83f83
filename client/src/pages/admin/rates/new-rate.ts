import { z } from 'zod';
import type { SentTo } from '#shared/api/endpoint.ts';
import { rates } from '#shared/api/rates.ts';

const HOUR_MS = 3_600_000;
const { monthlyPrice, runningPercent, stoppedPercent, suspendedPercent, reason } = rates.add.input.shape;

/** What the form asks for: the input of the endpoint, with the choice of the beginning made plain. */
export const newRate = z
  .object({
    monthlyPrice,
    starts: z.enum(['next', 'waiting', 'chosen']),
    effectiveFrom: z.string(),
    runningPercent,
    stoppedPercent,
    suspendedPercent,
    keepExisting: z.boolean(),
    reason: z.union([z.literal(''), reason.unwrap()]),
  })
  .refine(({ starts, effectiveFrom }) => starts !== 'chosen' || isWholeHour(effectiveFrom), {
    path: ['effectiveFrom'],
    message: 'Choose a whole hour, such as 18:00',
  });
export type NewRate = z.input<typeof newRate>;

export const blankRate: NewRate = {
  monthlyPrice: '',
  starts: 'next',
  effectiveFrom: '',
  runningPercent: null,
  stoppedPercent: null,
  suspendedPercent: null,
  keepExisting: false,
  reason: '',
};

/** The same as the endpoint takes it. */
export function inputOf(values: NewRate): SentTo<typeof rates.add> {
  const { starts, effectiveFrom, keepExisting, reason: why, ...rest } = values;
  return {
    ...rest,
    effectiveFrom: starts === 'chosen' ? effectiveFrom : undefined,
    coverWaiting: starts === 'waiting',
    keepExisting: (keepExisting && starts !== 'waiting') || undefined,
    reason: why.trim() === '' ? undefined : why,
  };
}

function isWholeHour(text: string): boolean {
  const time = new Date(text).getTime();
  return Number.isFinite(time) && time % HOUR_MS === 0;
}
