import { z } from 'zod';
import { dunningPolicy, savedPolicy } from './dunning-policy.ts';
import { endpoint } from './endpoint.ts';
import { id, instant, money, pageInput, pageOf, reason } from './values.ts';

export const dunningStages = ['warned', 'grace', 'held', 'suspended', 'expired'] as const;
export const dunningHolds = ['flag', 'window', 'limit'] as const;

/** What comes next and when; null where it cannot be told. A date in the past was reached. */
const dates = {
  emptyAt: instant.nullable().meta({ description: 'When the wallet falls below zero, or did' }),
  graceUntil: instant.nullable(),
  suspendAt: instant.nullable(),
  deletableAt: instant.nullable().meta({ description: 'From when a deletion may be asked for' }),
};

const onTheLadder = z
  .object({
    customerId: z.number().int(),
    customerName: z.string().nullable(),
    balance: money,
    stage: z.enum(dunningStages),
    hold: z.enum(dunningHolds).nullable(),
    stageSince: instant,
    ...dates,
    /** Servers of this customer that we suspended, and that VirtFusion has not confirmed yet. */
    serversSuspended: z.number().int(),
    serversPending: z.number().int(),
  })
  .meta({ id: 'CustomerOnTheLadder' });

const flag = z
  .object({
    reason: z.string(),
    until: instant.nullable(),
    createdByName: z.string(),
    createdAt: instant,
  })
  .meta({ id: 'NeverSuspendFlag' });

const customerDunning = z
  .object({
    enabled: z.boolean(),
    timezone: z.string(),
    stage: z.enum(['clear', ...dunningStages]),
    hold: z.enum(dunningHolds).nullable(),
    stageSince: instant.nullable(),
    ...dates,
    flag: flag.nullable(),
    steps: z.array(
      z.object({
        id: z.number().int(),
        at: instant,
        fromStage: z.enum(['clear', ...dunningStages]),
        toStage: z.enum(['clear', ...dunningStages]),
        hold: z.enum(dunningHolds).nullable(),
        balance: money,
      }),
    ),
  })
  .meta({ id: 'CustomerDunning' });

const hit = z
  .object({
    customerId: z.number().int(),
    customerName: z.string().nullable(),
    balance: money,
    servers: z.number().int().meta({ description: 'Servers that would be suspended' }),
    stage: z.enum(['clear', ...dunningStages]),
    hold: z.enum(dunningHolds).nullable(),
    suspendAt: instant,
  })
  .meta({ id: 'DunningHit' });

export const panelActs = [
  'suspend',
  'unsuspend',
  'boot',
  'delete',
  'done',
  'not_ours',
  'taken_over',
  'kept',
  'gone',
] as const;

const deletion = z
  .object({
    reason: z.string(),
    requestedByName: z.string(),
    requestedAt: instant,
    /** The second step is refused before. */
    confirmableAt: instant,
    confirmedByName: z.string().nullable(),
    confirmedAt: instant.nullable(),
  })
  .meta({ id: 'ServerDeletion' });

const serverAtPanel = z
  .object({
    wish: z
      .object({
        wanted: z.enum(['suspended', 'free', 'deleted']),
        reason: z.string(),
        decidedAt: instant,
        /** Null while it is being carried out. */
        outcome: z.enum(['done', 'not_ours', 'taken_over', 'kept', 'gone']).nullable(),
        /** Since when it is suspended by us. */
        oursSince: instant.nullable(),
        wasRunning: z.boolean().nullable(),
        attempts: z.number().int(),
        lastError: z.string().nullable(),
        notBefore: instant.nullable(),
      })
      .nullable(),
    acts: z.array(
      z.object({ id: z.number().int(), at: instant, act: z.enum(panelActs), detail: z.string() }),
    ),
    deletion: deletion.nullable(),
    /** Why no deletion can be asked for; null where it can. */
    noDeletion: z.string().nullable(),
  })
  .meta({ id: 'ServerAtPanel' });

export const dunning = {
  policy: endpoint({
    method: 'GET',
    path: '/api/admin/settings/dunning',
    access: 'settings.read',
    summary: 'Read the dunning policy: what happens, and when, to customers who owe',
    input: z.object({}),
    output: savedPolicy,
  }),
  savePolicy: endpoint({
    method: 'PUT',
    path: '/api/admin/settings/dunning',
    access: 'settings.write',
    summary: 'Replace the dunning policy; a stale version is refused',
    input: z.strictObject({ policy: dunningPolicy, version: z.number().int() }),
    output: savedPolicy,
  }),
  dryRun: endpoint({
    method: 'POST',
    path: '/api/admin/dunning/dry-run',
    access: 'settings.write',
    summary: 'List whom a policy would suspend within some hours; changes nothing',
    input: z.strictObject({
      policy: dunningPolicy,
      withinHours: z.number().int().min(1).max(720).default(24),
      ...pageInput,
    }),
    output: pageOf(hit),
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/admin/dunning',
    access: 'billing.read',
    summary: 'List the customers on the ladder: who is warned, owes, is held, or suspended',
    input: z.object({
      stage: z.enum(dunningStages).optional(),
      hold: z.enum(dunningHolds).optional(),
      pending: z.enum(['yes']).optional().meta({ description: 'yes: VirtFusion has yet to do something' }),
      ...pageInput,
    }),
    output: pageOf(onTheLadder),
  }),
  release: endpoint({
    method: 'POST',
    path: '/api/admin/dunning/release',
    access: 'settings.write',
    summary: 'Say yes to the suspensions that wait because they are more than a day’s limit',
    input: z.strictObject({ customers: z.number().int().min(1), reason }),
    output: z.object({ released: z.number().int() }),
  }),
  customer: endpoint({
    method: 'GET',
    path: '/api/admin/customers/:id/dunning',
    access: 'billing.read',
    summary: 'Read where a customer stands on the ladder, with the dates ahead and the steps so far',
    input: z.object({ id }),
    output: customerDunning,
  }),
  flag: endpoint({
    method: 'PUT',
    path: '/api/admin/customers/:id/never-suspend',
    access: 'servers.write',
    summary: 'Never suspend this customer, for a reason; what we suspended comes back',
    input: z.strictObject({ id, reason, until: instant.optional() }),
    output: customerDunning,
  }),
  endFlag: endpoint({
    method: 'POST',
    path: '/api/admin/customers/:id/never-suspend/end',
    access: 'servers.write',
    summary: 'Take the flag away; the ladder begins anew from now',
    input: z.strictObject({ id, reason }),
    output: customerDunning,
  }),
  server: endpoint({
    method: 'GET',
    path: '/api/admin/servers/:id/panel',
    access: 'billing.read',
    summary: 'Read what we want of a server at VirtFusion, and what we did to it',
    input: z.object({ id }),
    output: serverAtPanel,
  }),
  keepSuspended: endpoint({
    method: 'POST',
    path: '/api/admin/servers/:id/panel/keep-suspended',
    access: 'servers.write',
    summary: 'Say that a server we suspended stays so, also when its customer pays',
    input: z.strictObject({ id, reason }),
    output: serverAtPanel,
  }),
  requestDeletion: endpoint({
    method: 'POST',
    path: '/api/admin/servers/:id/deletion',
    access: 'servers.delete',
    stepUp: 'always',
    summary: 'First step of deleting a suspended server; refused before its retention is over',
    input: z.strictObject({ id, reason }),
    output: serverAtPanel,
  }),
  confirmDeletion: endpoint({
    method: 'POST',
    path: '/api/admin/servers/:id/deletion/confirm',
    access: 'servers.delete',
    stepUp: 'always',
    summary: 'Second step, a day later at the earliest: VirtFusion deletes the server for good',
    input: z.strictObject({
      id,
      serverName: z.string().max(300).meta({ description: 'The name of the server, written out' }),
    }),
    output: serverAtPanel,
  }),
  cancelDeletion: endpoint({
    method: 'POST',
    path: '/api/admin/servers/:id/deletion/cancel',
    access: 'servers.delete',
    summary: 'Take the first step back',
    input: z.strictObject({ id, reason }),
    output: serverAtPanel,
  }),
};
