import { desc, eq, sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { judgeCustomer } from '#shared/dunning/judge-customer.ts';
import { customerDunning, dunningFlags, dunningSteps } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';
import { loadLadder } from './load-ladder.ts';
import { arithmeticOf, readPolicy } from './policy-keys.ts';

type CustomerDunning = OutputOf<typeof api.dunning.customer>;

const STEPS_SHOWN = 50;

/**
 * Where a customer stands as last judged, and the dates ahead worked out now: also of a customer whose wallet is full.
 * @throws NotFoundError
 */
export async function getCustomerDunning(
  ctx: Context,
  { id }: InputOf<typeof api.dunning.customer>,
): Promise<CustomerDunning> {
  const saved = await readPolicy(ctx);
  const [ladder] = await loadLadder(ctx, { customerIds: [id], wallets: null });
  if (!ladder) throw new NotFoundError('customer', { id });
  const { policy, heldUntil } = arithmeticOf(saved);
  const ahead = judgeCustomer(policy, { ...ladder.facts, heldUntil });
  const [row] = await ctx.db.select().from(customerDunning).where(eq(customerDunning.customerId, id));
  return {
    enabled: saved.policy.enabled,
    timezone: saved.policy.timezone,
    stage: row?.stage ?? 'clear',
    hold: row?.hold ?? null,
    stageSince: row?.stageSince ?? null,
    emptyAt: dateOf(ahead.emptyAt),
    graceUntil: dateOf(ahead.graceUntil),
    suspendAt: dateOf(ahead.suspendAt),
    deletableAt: dateOf(ahead.deletableAt),
    flag: await findFlag(ctx, id),
    steps: await findSteps(ctx, id),
  };
}

/** The flag that holds now; null where none does. */
export async function findFlag(ctx: Context, customerId: number): Promise<CustomerDunning['flag']> {
  const now = ctx.clock.now().toISOString();
  const [flag] = await ctx.db
    .select()
    .from(dunningFlags)
    .where(
      sql`${dunningFlags.customerId} = ${customerId}::bigint AND ${dunningFlags.endedAt} IS NULL
        AND coalesce(${dunningFlags.until} > ${now}::timestamptz, true)`,
    );
  if (!flag) return null;
  const { reason, until, createdByName, createdAt } = flag;
  return { reason, until, createdByName, createdAt };
}

async function findSteps(ctx: Context, customerId: number): Promise<CustomerDunning['steps']> {
  const steps = await ctx.db
    .select()
    .from(dunningSteps)
    .where(eq(dunningSteps.customerId, sql`${customerId}::bigint`))
    .orderBy(desc(dunningSteps.id))
    .limit(STEPS_SHOWN);
  return steps.map(({ id, at, fromStage, toStage, hold, balanceMicros }) => ({
    id,
    at,
    fromStage,
    toStage,
    hold,
    balance: balanceMicros,
  }));
}

/** @param at epoch seconds */
export function dateOf(at: number | null): Date | null {
  return at !== null && Number.isFinite(at) ? new Date(at * 1000) : null;
}
