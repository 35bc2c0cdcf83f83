import { z } from 'zod';
import { calendarDay, instant, money } from './values.ts';

/**
 * What became of an hour. `charged`: it has a charge, be it of nothing. `exempt`: an admin said so. `unbilled`: it is
 * settled and nothing in it was ours to bill. `waiting`: it has ended and is not billed yet. `ahead`: not over yet.
 */
const hourStatuses = ['charged', 'exempt', 'unbilled', 'waiting', 'ahead'] as const;

export const serverHour = z
  .object({
    hour: instant,
    status: z.enum(hourStatuses),
    upSeconds: z.number().int().meta({ description: 'Seconds seen running, or present, billed or not' }),
    seconds: z.number().int(),
    amount: money.meta({ description: 'What it costs today: its charge with all corrections of it' }),
    corrected: z.boolean().meta({ description: 'A replay put its charge right' }),
    inGap: z.boolean(),
  })
  .meta({ id: 'ServerHour' });

export const serverDay = z
  .object({
    day: calendarDay,
    upSeconds: z.number().int(),
    seconds: z.number().int().meta({ description: 'Seconds counted by its charges' }),
    amount: money.meta({ description: 'What its hours cost today, corrections included' }),
    hoursCorrected: z.number().int(),
    hours: z
      .record(z.enum(hourStatuses), z.number().int())
      .meta({ description: 'How many hours of each kind' }),
  })
  .meta({ id: 'ServerDay' });
