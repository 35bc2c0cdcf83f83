import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { setAsideReasons } from './runs.ts';
import { serverDay, serverHour } from './server-hours.ts';
import {
  calendarDay,
  calendarMonth,
  correctedCost,
  id,
  instant,
  money,
  pageInput,
  pageOf,
  reason,
} from './values.ts';

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
    exempt: z.boolean().meta({ description: 'Not billed now: an admin exempted it' }),
    hypervisorId: z.number().int(),
    hypervisorName: z.string().nullable(),
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

const resources = z.object({
  memoryMb: z.number().int(),
  storageGb: z.number().int(),
  trafficGb: z.number().int(),
  cpuCores: z.number().int(),
});

const packageChoice = z.object({
  id: z.number().int(),
  name: z.string(),
  resources,
  fits: z.boolean().meta({ description: 'Memory, storage, cores and traffic all match' }),
  monthlyPrice: money.nullable(),
});

const priceStep = z.object({
  from: instant,
  until: instant.nullable(),
  of: z.enum(['server', 'package', 'none']).meta({ description: 'Whose price it is; none: there was none' }),
  rateId: z.number().int().nullable(),
  packageName: z.string().nullable(),
  monthlyPrice: money.nullable(),
  hourlyPrice: money.nullable(),
  reason: z.string().nullable(),
  setBy: z.string().nullable(),
});

const exemption = z.object({
  id: z.number().int(),
  from: instant,
  /** The first hour that is billed again; null while no end is set. */
  until: instant.nullable(),
  reason: z.string(),
  createdAt: instant,
  createdBy: z.string().nullable(),
  /** When it was ended earlier than first said. */
  ended: z.object({ reason: z.string(), by: z.string().nullable(), at: instant }).nullable(),
});

export const serverDetail = server
  .extend({
    resources: resources.nullable(),
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
    priceHistory: z.array(priceStep).meta({ description: 'Newest first; those to come included' }),
    exemptions: z.array(exemption).meta({ description: 'Newest first' }),
    /** The earliest hour that has no price yet, when a first price of its own may cover it. */
    waitingSince: instant.nullable(),
    chargedThisMonth: money.meta({ description: 'Corrections included' }),
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
    corrected: correctedCost,
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
      hypervisorId: z.coerce.number().int().optional(),
      setAside: z.enum(['yes', 'no']).optional(),
      priced: z.enum(['yes', 'no']).optional(),
      exempt: z.enum(['yes', 'no']).optional(),
      sort: z.enum(['id', '-id', 'name', '-name']).default('id'),
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
  calendar: endpoint({
    method: 'GET',
    path: '/api/admin/servers/:id/calendar',
    access: 'billing.read',
    summary: 'One UTC month of a server, day by day: how long it was up and what it cost',
    input: z.object({ id, month: calendarMonth.optional() }),
    output: z.object({
      month: calendarMonth,
      /** The first and the last month there is anything to show of. */
      first: calendarMonth,
      last: calendarMonth,
      days: z.array(serverDay),
      upSeconds: z.number().int(),
      seconds: z.number().int(),
      amount: money,
    }),
  }),
  hours: endpoint({
    method: 'GET',
    path: '/api/admin/servers/:id/hours',
    access: 'billing.read',
    summary: 'One UTC day of a server, hour by hour',
    input: z.object({ id, day: calendarDay }),
    output: z.object({ day: calendarDay, hours: z.array(serverHour) }),
  }),
  hypervisors: endpoint({
    method: 'GET',
    path: '/api/admin/hypervisors',
    access: 'billing.read',
    summary: 'The hypervisors that servers are on, with how many',
    input: z.object({}),
    output: z.object({
      hypervisors: z.array(
        z.object({ id: z.number().int(), name: z.string().nullable(), servers: z.number().int() }),
      ),
    }),
  }),
  exempt: endpoint({
    method: 'POST',
    path: '/api/admin/servers/:id/exemptions',
    access: 'servers.write',
    summary: 'Do not bill a server from a whole hour on, until one; hours already over are never touched',
    input: z.strictObject({
      id,
      from: instant.optional().meta({ description: 'A whole hour, not past; default: the next whole hour' }),
      until: instant
        .optional()
        .meta({ description: 'A whole hour, itself billed again; default: until ended' }),
      reason,
    }),
    output: serverDetail,
  }),
  endExemption: endpoint({
    method: 'POST',
    path: '/api/admin/servers/:id/exemptions/:exemptionId/end',
    access: 'servers.write',
    summary: 'Bill an exempt server again, from the next whole hour or a later one',
    input: z.strictObject({
      id,
      exemptionId: id,
      until: instant.optional().meta({ description: 'A whole hour, not past; default: the next whole hour' }),
      reason,
    }),
    output: serverDetail,
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
