import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { id, idempotencyKey, instant, money, pageInput, pageOf, price, reason } from './values.ts';

/** `computing` and `posting` go on by themselves; `proposed` waits for a person. */
export const replayStatuses = ['computing', 'proposed', 'posting', 'posted', 'cancelled'] as const;
export const replayProblems = ['no_package', 'no_rate', 'no_terms', 'gap_held', 'books_differ'] as const;
export const replayScopes = ['all', 'package', 'customer', 'server'] as const;

const number = z.number().int().positive().max(2_147_483_647);

/** Which servers, or whose hours, a replay is about. */
export const replayScope = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('all') }),
    z.strictObject({ kind: z.literal('package'), id: number }),
    z.strictObject({ kind: z.literal('customer'), id: number }),
    z.strictObject({ kind: z.literal('server'), id: number }),
  ])
  .meta({ id: 'ReplayScope' });

/** What is put right. */
export const replayChange = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('price'),
      packageId: number
        .nullable()
        .default(null)
        .meta({ description: 'Whose price; null: whichever was in force' }),
      monthlyPrice: price,
    }),
    z.strictObject({ kind: z.literal('waive') }),
    z.strictObject({ kind: z.literal('package'), packageId: number }),
    z.strictObject({ kind: z.literal('gaps'), policy: z.enum(['bill', 'free']) }),
  ])
  .meta({ id: 'ReplayChange' });

const who = z.string();

export const replay = z
  .object({
    id: z.number().int(),
    status: z.enum(replayStatuses),
    /** Half-open, whole hours. */
    from: instant,
    until: instant,
    scope: z.object({
      kind: z.enum(replayScopes),
      id: z.number().int().nullable(),
      name: z.string().nullable(),
    }),
    change: z.object({
      kind: z.enum(['price', 'waive', 'package', 'gaps']),
      packageId: z.number().int().nullable(),
      packageName: z.string().nullable(),
      monthlyPrice: money.nullable(),
      policy: z.enum(['bill', 'free']).nullable(),
    }),
    reason: z.string(),
    createdAt: instant,
    createdBy: who,
    /** Servers looked at so far, of those there are to look at. */
    progress: z.object({ looked: z.number().int(), of: z.number().int() }),
    /** When the differences were worked out; null while they are not. */
    computedAt: instant.nullable(),
    servers: z.number().int().meta({ description: 'Servers that cost something else' }),
    customers: z.number().int(),
    hours: z.number().int(),
    /** What servers cost more, and what others cost less (below nothing). */
    up: money,
    down: money,
    /** Servers that cannot be corrected; nothing is posted for them. */
    problems: z.number().int(),
    postedServers: z.number().int(),
    postedAt: instant.nullable(),
    decision: z.object({ by: who, at: instant, reason: z.string().nullable() }).nullable(),
    /** What whoever asks may do about it now. */
    mine: z.object({
      /** It moves more than one person of this role may move alone. */
      needsApproval: z.boolean(),
      /** Why the one who asks may not approve it; null when they may. */
      approvalRefusal: z.string().nullable(),
    }),
  })
  .meta({ id: 'Replay' });
export type Replay = z.infer<typeof replay>;

export const replayServer = z
  .object({
    serverId: z.number().int(),
    serverName: z.string(),
    customerId: z.number().int(),
    customerName: z.string().nullable(),
    hours: z.number().int(),
    firstHour: instant.nullable(),
    /** What the hours that differ cost before, and what they cost after. */
    before: money,
    after: money,
    difference: money,
    problem: z.enum(replayProblems).nullable(),
    postedAt: instant.nullable(),
  })
  .meta({ id: 'ReplayServer' });

/** One correction of one charged hour, with the replay it belongs to. */
export const chargeCorrection = z
  .object({
    replay: z.object({ id: z.number().int(), reason: z.string(), by: who, change: replay.shape.change }),
    postedAt: instant,
    amount: money,
    seconds: z.number().int(),
    weightedSeconds: z.string(),
    cappedSeconds: z.string(),
    transactionId: z.number().int().nullable(),
  })
  .meta({ id: 'ChargeCorrection' });

const verdict = z.strictObject({ id, reason });

export const replays = {
  list: endpoint({
    method: 'GET',
    path: '/api/admin/replays',
    access: 'billing.read',
    summary: 'List replays, newest first',
    input: z.object({ status: z.enum(replayStatuses).optional(), ...pageInput }),
    output: pageOf(replay),
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/admin/replays/:id',
    access: 'billing.read',
    summary: 'Read one replay with its totals',
    input: z.object({ id }),
    output: replay,
  }),
  servers: endpoint({
    method: 'GET',
    path: '/api/admin/replays/:id/servers',
    access: 'billing.read',
    summary: 'What a replay changes, server by server, the largest difference first',
    input: z.object({ id, ...pageInput }),
    output: pageOf(replayServer),
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/admin/replays',
    access: 'corrections.write',
    summary: 'Work out charged hours anew with one thing put right; nothing is posted yet',
    input: z.strictObject({
      from: instant,
      until: instant,
      scope: replayScope,
      change: replayChange,
      reason,
      idempotencyKey,
    }),
    output: z.object({ replay, repeated: z.boolean() }),
  }),
  post: endpoint({
    method: 'POST',
    path: '/api/admin/replays/:id/post',
    access: 'corrections.write',
    stepUp: 'always',
    summary: 'Post the differences of a replay as corrections; a repeat posts nothing more',
    input: z.strictObject({ id }),
    output: replay,
  }),
  approve: endpoint({
    method: 'POST',
    path: '/api/admin/replays/:id/approve',
    access: 'corrections.approve',
    stepUp: 'always',
    summary: 'Approve a large replay, and post it; one’s own only where nobody else could',
    input: verdict,
    output: replay,
  }),
  cancel: endpoint({
    method: 'POST',
    path: '/api/admin/replays/:id/cancel',
    access: 'corrections.write',
    summary: 'Drop a replay that is not posted',
    input: verdict,
    output: replay,
  }),
};
