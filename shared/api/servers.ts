import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { setAsideReasons } from './runs.ts';
import { id, instant, money, pageInput, pageOf, reason } from './values.ts';

export const serverStates = ['running', 'stopped', 'suspended', 'present', 'native', 'gone'] as const;

export const server = z
  .object({
    id: z.number().int(),
    name: z.string(),
    uuid: z.string(),
    customerId: z.number().int(),
    customerName: z.string().nullable(),
    /** Null until it was first seen well enough to tell. */
    state: z.enum(serverStates).nullable(),
    packageId: z.number().int().nullable(),
    packageName: z.string().nullable(),
    monthlyPrice: money.nullable(),
    billedUntil: instant.nullable(),
    setAside: z.object({ reason: z.enum(setAsideReasons), since: instant }).nullable(),
    powerUnknownSince: instant.nullable(),
    createdAt: instant,
    goneAt: instant.nullable(),
  })
  .meta({ id: 'Server' });

const stretch = z.object({
  from: instant,
  until: instant,
  state: z.enum(serverStates),
  customerId: z.number().int(),
});

const packageChoice = z.object({
  id: z.number().int(),
  name: z.string(),
  fits: z.boolean().meta({ description: 'Memory, storage, cores and traffic all match' }),
  monthlyPrice: money.nullable(),
});

export const serverDetail = server
  .extend({
    resources: z
      .object({
        memoryMb: z.number().int(),
        storageGb: z.number().int(),
        trafficGb: z.number().int(),
        cpuCores: z.number().int(),
      })
      .nullable(),
    hypervisorName: z.string().nullable(),
    selfService: z.number().int().nullable(),
    /** The last 48 hours as seen, newest last. */
    stretches: z.array(stretch),
    packageHistory: z.array(
      z.object({
        from: instant,
        packageId: z.number().int().nullable(),
        packageName: z.string().nullable(),
        source: z.enum(['match', 'admin']),
      }),
    ),
    packageChoices: z.array(packageChoice),
    chargedThisMonth: money,
    secondsThisMonth: z.number().int(),
  })
  .meta({ id: 'ServerDetail' });

export const chargeOfServer = z
  .object({
    hour: instant,
    seconds: z.number().int(),
    weightedSeconds: z.string(),
    cappedSeconds: z.string(),
    amount: money,
    inGap: z.boolean(),
    monthlyPrice: money,
    runId: z.number().int(),
    transactionId: z.number().int().nullable(),
  })
  .meta({ id: 'ServerCharge' });

export const servers = {
  list: endpoint({
    method: 'GET',
    path: '/api/admin/servers',
    access: 'billing.read',
    summary: 'List servers',
    input: z.object({
      search: z.string().trim().max(100).optional(),
      state: z.enum(serverStates).optional(),
      packageId: z.coerce.number().int().optional(),
      customerId: z.coerce.number().int().optional(),
      setAside: z.enum(['yes', 'no']).optional(),
      sort: z.enum(['id', 'name']).default('id'),
      ...pageInput,
    }),
    output: pageOf(server),
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/admin/servers/:id',
    access: 'billing.read',
    summary: 'Read one server: what was seen, what it has, what it cost',
    input: z.object({ id }),
    output: serverDetail,
  }),
  charges: endpoint({
    method: 'GET',
    path: '/api/admin/servers/:id/charges',
    access: 'billing.read',
    summary: 'The charges of one server, newest hour first',
    input: z.object({ id, ...pageInput }),
    output: pageOf(chargeOfServer),
  }),
  assignPackage: endpoint({
    method: 'PUT',
    path: '/api/admin/servers/:id/package',
    access: 'servers.write',
    summary: 'Say which package a server has; waiting hours are priced with it by the next run',
    input: z.strictObject({ id, packageId: z.number().int().positive(), reason }),
    output: serverDetail,
  }),
  decideGap: endpoint({
    method: 'POST',
    path: '/api/admin/servers/:id/gap',
    access: 'servers.write',
    summary: 'Bill or forgive the unseen hours that are held for review',
    input: z.strictObject({ id, decision: z.enum(['bill', 'free']), reason }),
    output: serverDetail,
  }),
};
