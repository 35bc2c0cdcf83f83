import type { ChargeExplanation } from '#shared/api/charges.ts';

/** What the parts of an explanation need of it: an admin is told more, a customer this. */
export type ToldCharge = Pick<
  ChargeExplanation,
  'hour' | 'parts' | 'sightings' | 'seconds' | 'weightedSeconds' | 'cappedSeconds' | 'terms' | 'month' | 'cap'
> & {
  failedLooks: readonly { at: Date; failure?: string }[];
  rate: Pick<ChargeExplanation['rate'], 'monthlyPrice'>;
};
