import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { needsSecondFactor, type Role } from '#shared/auth/roles.ts';
import { adminSecondFactors, admins, settings } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { ruleOf, SECOND_FACTOR_RULE_KEY } from './second-factor/second-factor-rule.ts';
import { SESSION_LONGEST_MS } from './session-times.ts';

export interface AdminOnDuty {
  id: number;
  name: string;
  role: Role;
  /** The rules ask for a second factor, and there is none yet. */
  secondFactorMissing: boolean;
}

/** What a session says of itself. */
export interface SessionFacts {
  adminId: number;
  era: number;
  beganAt: Date;
}

/**
 * The admin a session belongs to, as they are now: a changed role counts at once; a disabled admin, a session of an
 * era that is over, and one that began too long ago are nobody.
 */
export async function findSessionAdmin(ctx: Context, session: SessionFacts): Promise<AdminOnDuty | null> {
  const age = ctx.clock.now().getTime() - session.beganAt.getTime();
  if (!(age < SESSION_LONGEST_MS)) return null;
  const [admin] = await ctx.db
    .select({
      id: admins.id,
      name: admins.name,
      role: admins.role,
      factor: adminSecondFactors.adminId,
      rule: settings.value,
    })
    .from(admins)
    .leftJoin(
      adminSecondFactors,
      and(eq(adminSecondFactors.adminId, admins.id), isNotNull(adminSecondFactors.confirmedAt)),
    )
    .leftJoin(settings, eq(settings.key, SECOND_FACTOR_RULE_KEY))
    .where(
      and(eq(admins.id, session.adminId), eq(admins.sessionEra, session.era), isNull(admins.disabledAt)),
    );
  if (!admin) return null;
  const { factor, rule, ...onDuty } = admin;
  return {
    ...onDuty,
    secondFactorMissing: factor === null && needsSecondFactor(ruleOf(rule), admin.role),
  };
}
