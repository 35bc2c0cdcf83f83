import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { instant, money, price, reason } from './values.ts';

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
      runningPercent: percent.optional(),
      stoppedPercent: percent.optional(),
      suspendedPercent: percent.optional(),
      reason: reason.optional(),
    }),
    output: rate,
  }),
};
