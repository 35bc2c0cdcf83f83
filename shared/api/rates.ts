import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { id, instant, money, price, reason } from './values.ts';

const percent = z.number().int('Write a whole number').min(0).max(100).nullable();

export const rate = z
  .object({
    id: z.number().int(),
    packageId: z.number().int().nullable(),
    serverId: z.number().int().nullable(),
    monthlyPrice: money,
    /** What one full running hour costs, for people to read; charges are differences of exact totals. */
    hourlyPrice: money,
    effectiveFrom: instant,
    effectiveUntil: instant.nullable(),
    runningPercent: percent,
    stoppedPercent: percent,
    suspendedPercent: percent,
    /** Taken back before it came into force: what held before goes on. */
    withdrawn: z.boolean(),
    reason: z.string().nullable(),
    createdAt: instant,
    createdBy: z.string().nullable(),
  })
  .meta({ id: 'Rate' });

export const packageWithRates = z
  .object({
    id: z.number().int(),
    name: z.string(),
    enabled: z.boolean(),
    memoryMb: z.number().int(),
    storageGb: z.number().int(),
    trafficGb: z.number().int(),
    cpuCores: z.number().int(),
    goneAt: instant.nullable(),
    servers: z.number().int(),
    /** Servers of this package that wait for a price, and the earliest hour that waits. */
    waitingServers: z.number().int(),
    waitingSince: instant.nullable(),
    rates: z.array(rate).meta({ description: 'Newest first; future ones included' }),
  })
  .meta({ id: 'PackageWithRates' });

/** In a query a number is text, and absent is what follows the settings. */
const percentInQuery = z.coerce.number().int('Write a whole number').min(0).max(100).optional();

const ratePreview = z
  .object({
    /** Servers that would pay it, and whose they are; servers with a price of their own are not among them. */
    servers: z.number().int(),
    customers: z.number().int(),
    ownPriced: z.number().int(),
    before: z.object({ monthlyPrice: money, hourlyPrice: money }).nullable(),
    after: z.object({ monthlyPrice: money, hourlyPrice: money }),
    /** What these servers cost in a month of `hoursPerMonth` hours, if each stays in its state. */
    monthBefore: money.nullable(),
    monthAfter: money,
    /** Percent, rounded up, at its steepest; 'unbounded' from nothing; null where there was no price. */
    rise: z.union([z.number().int(), z.literal('unbounded')]).nullable(),
    limitPercent: z.number().int(),
    /** True when adding it wants `confirmRise`, unless existing servers are kept. */
    asks: z.boolean(),
  })
  .meta({ id: 'RatePreview' });

const keptPrice = z
  .object({
    monthlyPrice: money,
    since: instant,
    /** Set when it ends: the server then pays the price of its package. */
    until: instant.nullable(),
    packageName: z.string(),
    packagePrice: money.nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'KeptPrice' });

export const rates = {
  list: endpoint({
    method: 'GET',
    path: '/api/admin/rates',
    access: 'billing.read',
    summary: 'Every package with its prices, past, present and future',
    input: z.object({}),
    output: z.object({ packages: z.array(packageWithRates) }),
  }),
  add: endpoint({
    method: 'POST',
    path: '/api/admin/rates',
    access: 'rates.write',
    summary:
      'Add a price from a whole hour on; the first price of a package may cover the hours that wait for it',
    input: z.strictObject({
      packageId: z.number().int().positive().optional(),
      serverId: z.number().int().positive().optional(),
      monthlyPrice: price,
      effectiveFrom: instant
        .optional()
        .meta({ description: 'A whole hour, not past; default: the next whole hour' }),
      coverWaiting: z.boolean().default(false),
      keepExisting: z
        .boolean()
        .optional()
        .meta({ description: 'The servers the package has now stay on the price they have' }),
      confirmRise: z
        .boolean()
        .optional()
        .meta({ description: 'Yes to a price rise beyond confirmRisePercent; refused without it' }),
      runningPercent: percent.optional(),
      stoppedPercent: percent.optional(),
      suspendedPercent: percent.optional(),
      reason: reason.optional(),
    }),
    output: rate,
  }),
  preview: endpoint({
    method: 'GET',
    path: '/api/admin/rates/preview',
    access: 'billing.read',
    summary: 'What another price of a package would mean: whom it concerns, and the difference a month',
    input: z.object({
      packageId: z.coerce.number().int().positive(),
      monthlyPrice: price,
      effectiveFrom: instant.optional(),
      runningPercent: percentInQuery,
      stoppedPercent: percentInQuery,
      suspendedPercent: percentInQuery,
    }),
    output: ratePreview,
  }),
  withdraw: endpoint({
    method: 'POST',
    path: '/api/admin/rates/:id/withdraw',
    access: 'rates.write',
    summary: 'Take back a price that has not come into force yet; what held before goes on',
    input: z.strictObject({ id, reason }),
    output: rate,
  }),
  kept: endpoint({
    method: 'GET',
    path: '/api/admin/servers/:id/kept-price',
    access: 'billing.read',
    summary: 'The old price a server is kept on, and what its package costs',
    input: z.object({ id }),
    output: z.object({ kept: keptPrice.nullable() }),
  }),
  endKept: endpoint({
    method: 'POST',
    path: '/api/admin/servers/:id/kept-price/end',
    access: 'rates.write',
    summary: 'From the next whole hour on a server pays the price of its package again',
    input: z.strictObject({ id, reason }),
    output: z.object({ kept: keptPrice.nullable() }),
  }),
};
