import { eq } from 'drizzle-orm';
import type { InputOf, OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { needsSecondFactor, type SecondFactorRule, secondFactorRules } from '#shared/auth/roles.ts';
import { settings } from '#shared/schema/index.ts';
import type { Context } from '../../../context.ts';
import { withTransaction } from '../../../db/transaction.ts';
import { RefusedError } from '../../../errors.ts';
import { recordAudit } from '../../audit/record-audit.ts';
import { hasSecondFactor } from './prove-second-factor.ts';

export const SECOND_FACTOR_RULE_KEY = 'admin_second_factor_rule';
type Rules = OutputOf<typeof api.admins.rules>;

/** A saved rule as it counts: what was never saved asks nobody. @throws Error for one that is none */
export function ruleOf(saved: string | null | undefined): SecondFactorRule {
  const rule = secondFactorRules.find((one) => one === (saved ?? 'nobody'));
  if (!rule)
    throw new Error(`The setting ${SECOND_FACTOR_RULE_KEY} is none of ${secondFactorRules.join(', ')}`);
  return rule;
}

/** Who must have a second factor. */
export async function getSignInRules(ctx: Context): Promise<Rules> {
  const [row] = await ctx.db.select().from(settings).where(eq(settings.key, SECOND_FACTOR_RULE_KEY));
  return { secondFactor: ruleOf(row?.value) };
}

/**
 * Says who must have one. A repeat changes nothing.
 * @throws RefusedError for whoever would themselves be stopped by it
 */
export async function saveSignInRules(
  ctx: Context,
  { secondFactor }: InputOf<typeof api.admins.saveRules>,
): Promise<Rules> {
  await refuseForOthersOnly(ctx, secondFactor);
  return withTransaction(ctx, async (tx) => {
    const before = await getSignInRules(tx);
    if (before.secondFactor === secondFactor) return before;
    const values = {
      value: secondFactor,
      updatedAt: tx.clock.now(),
      updatedBy: tx.actor.kind === 'admin' ? tx.actor.id : null,
    };
    await tx.db
      .insert(settings)
      .values({ key: SECOND_FACTOR_RULE_KEY, ...values })
      .onConflictDoUpdate({ target: settings.key, set: values });
    await recordAudit(tx, {
      action: 'admin.rules_saved',
      subject: 'settings',
      before,
      after: { secondFactor },
    });
    return { secondFactor };
  });
}

async function refuseForOthersOnly(ctx: Context, rule: SecondFactorRule): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== 'admin' || !needsSecondFactor(rule, actor.role)) return;
  if (await hasSecondFactor(ctx, actor.id)) return;
  throw new RefusedError(
    'Set up your own second factor first: by this rule you could do nothing without one.',
  );
}
