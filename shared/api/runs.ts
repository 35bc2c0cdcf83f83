import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { correctedCost, id, instant, money, pageInput, pageOf, reason } from './values.ts';

export const runStatuses = [
  'observing',
  'held',
  'billing',
  'done',
  'done_with_failures',
  'cancelled',
] as const;
export const runTriggers = ['schedule', 'manual', 'watchdog', 'start'] as const;

/** What may hold a run: the `brake` of shared/billing/brakes.ts. */
export const brakes = ['total', 'fleet', 'catch_up', 'free', 'clocks'] as const;

/** Why a server waits: the one list of reasons, each with a sentence for people in the client. */
export const setAsideReasons = [
  'no_package',
  'no_rate',
  'no_terms',
  'gap_held',
  'not_seen',
  'failed',
] as const;

export const run = z
  .object({
    id: z.number().int(),
    status: z.enum(runStatuses),
    trigger: z.enum(runTriggers),
    requestedBy: z.string().nullable(),
    /** Hours that ended by this instant were due. */
    until: instant,
    firstHour: instant.nullable(),
    openedAt: instant,
    closedAt: instant.nullable(),
    serversSeen: z.number().int(),
    serversBilled: z.number().int(),
    serversSetAside: z.number().int(),
    charges: z.number().int(),
    billedHours: z.string().meta({ description: 'Decimal hours, from whole seconds' }),
    amount: money,
    /** What could not be seen or billed, in a sentence. */
    notSeen: z.string().nullable(),
    /** Why it waits, or waited, for an admin; empty when no brake took hold. */
    heldReasons: z.array(z.object({ brake: z.enum(brakes), found: z.string(), limit: z.string() })),
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    /** The run whose failed servers it tried again. */
    retryOf: z.number().int().nullable(),
    batches: z.object({ total: z.number().int(), done: z.number().int(), failed: z.number().int() }),
  })
  .meta({ id: 'Run' });
export type Run = z.infer<typeof run>;

export const setAside = z
  .object({
    serverId: z.number().int(),
    serverName: z.string(),
    customerId: z.number().int(),
    customerName: z.string().nullable(),
    reason: z.enum(setAsideReasons),
    /** For 'failed': what went wrong, in the words of the error. */
    detail: z.string().nullable(),
    since: instant,
    /** Whether its hours still wait; false once a later run billed them. */
    waits: z.boolean(),
  })
  .meta({ id: 'SetAside' });

/** How far an open run is. The last one told has `closedAt`. */
export const runProgress = z
  .object({
    runId: z.number().int(),
    at: instant,
    status: z.enum(runStatuses),
    closedAt: instant.nullable(),
    servers: z.object({ total: z.number().int(), done: z.number().int(), setAside: z.number().int() }),
    batches: z.object({ total: z.number().int(), done: z.number().int(), failed: z.number().int() }),
    charges: z.number().int(),
    amount: money,
    /** Servers a second, since it began to bill; null before the first is done. */
    perSecond: z.number().nullable(),
    /** When it would end at this rate; null while that cannot be told. */
    expectedEnd: instant.nullable(),
  })
  .meta({ id: 'RunProgress' });
export type RunProgress = z.infer<typeof runProgress>;

const brakeOutcomes = ['passed', 'held', 'off', 'not_asked'] as const;

export const charge = z
  .object({
    hour: instant,
    serverId: z.number().int(),
    serverName: z.string(),
    customerId: z.number().int(),
    customerName: z.string().nullable(),
    packageName: z.string().nullable(),
    rateId: z.number().int(),
    monthlyPrice: money,
    seconds: z.number().int(),
    weightedSeconds: z
      .string()
      .meta({ description: 'Decimal seconds after the state percentages and the cap' }),
    cappedSeconds: z.string(),
    amount: money,
    corrected: correctedCost,
    inGap: z.boolean(),
    runId: z.number().int(),
    transactionId: z.number().int().nullable(),
  })
  .meta({ id: 'Charge' });

export const runs = {
  list: endpoint({
    method: 'GET',
    path: '/api/admin/runs',
    access: 'billing.read',
    summary: 'List billing runs, newest first',
    input: z.object({
      status: z.enum(runStatuses).optional(),
      trigger: z.enum(runTriggers).optional(),
      /** Opened from here on, and before there. */
      from: instant.optional(),
      until: instant.optional(),
      problems: z.enum(['yes']).optional().meta({
        description: 'Only those that set a server aside, failed on one or could not see everything',
      }),
      ...pageInput,
    }),
    output: pageOf(run),
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/admin/runs/:id',
    access: 'billing.read',
    summary: 'Read one billing run',
    input: z.object({ id }),
    output: run,
  }),
  approve: endpoint({
    method: 'POST',
    path: '/api/admin/runs/:id/approve',
    access: 'billing.run',
    summary: 'Let a held run go on as it was observed',
    input: z.strictObject({ id, reason }),
    output: run,
  }),
  cancel: endpoint({
    method: 'POST',
    path: '/api/admin/runs/:id/cancel',
    access: 'billing.run',
    summary: 'End a held run without a charge; its hours stay due',
    input: z.strictObject({ id, reason }),
    output: run,
  }),
  setAsides: endpoint({
    method: 'GET',
    path: '/api/admin/runs/:id/set-aside',
    access: 'billing.read',
    summary: 'List the servers a run could not bill, and why',
    input: z.object({ id, ...pageInput }),
    output: pageOf(setAside),
  }),
  charges: endpoint({
    method: 'GET',
    path: '/api/admin/runs/:id/charges',
    access: 'billing.read',
    summary: 'List what a run charged, by hour and server',
    input: z.object({ id, ...pageInput }),
    output: pageOf(charge),
  }),
  progress: endpoint({
    method: 'GET',
    path: '/api/admin/runs/:id/progress',
    access: 'billing.read',
    summary: 'Follow an open run as it goes; ends when the run is closed',
    input: z.object({ id }),
    output: runProgress,
    stream: true,
  }),
  log: endpoint({
    method: 'GET',
    path: '/api/admin/runs/:id/log',
    access: 'billing.read',
    summary: 'What happened in a run, oldest first, in whichever process',
    input: z.object({ id, ...pageInput }),
    output: pageOf(
      z.object({
        at: instant,
        level: z.enum(['info', 'warn']),
        message: z.string(),
        instance: z.string().nullable(),
      }),
    ),
  }),
  brakes: endpoint({
    method: 'GET',
    path: '/api/admin/runs/:id/brakes',
    access: 'billing.read',
    summary: 'What each brake compared before a run wrote anything; null while it was not asked',
    input: z.object({ id }),
    output: z.object({
      figures: z
        .array(
          z.object({
            brake: z.enum(brakes),
            found: z.string(),
            limit: z.string(),
            outcome: z.enum(brakeOutcomes),
          }),
        )
        .nullable(),
    }),
  }),
  retry: endpoint({
    method: 'POST',
    path: '/api/admin/runs/:id/retry',
    access: 'billing.run',
    summary: 'Try the servers again that failed in a run: opens a run, which bills all that is due',
    input: z.strictObject({ id }),
    output: z.object({
      /** False when a run was open already: this is that one. */
      opened: z.boolean(),
      /** Servers that failed and still wait. */
      servers: z.number().int(),
      run,
    }),
  }),
};
