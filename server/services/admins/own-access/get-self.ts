import { and, desc, eq, gt, isNotNull, sql } from 'drizzle-orm';
import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { needsSecondFactor } from '#shared/auth/roles.ts';
import { adminSecondFactors, adminSessions, admins } from '#shared/schema/index.ts';
import type { Context } from '../../../context.ts';
import { publicSessionId, sessionsOf } from '../end-sessions.ts';
import { countRecoveryCodes } from '../second-factor/recovery-codes.ts';
import { getSignInRules } from '../second-factor/second-factor-rule.ts';
import { SESSION_IDLE_MS } from '../session-times.ts';
import { personOf } from './person-of.ts';

type Self = OutputOf<typeof api.self.get>;

/** More than anybody has open; the newest are told. */
const SESSIONS_TOLD = 50;

/** The way in of whoever is signed in: their second factor and where they are signed in. @throws RefusedError for a token */
export async function getSelf(ctx: Context, currentSession: string): Promise<Self> {
  const { id, role } = personOf(ctx);
  const [factor] = await ctx.db
    .select({ since: adminSecondFactors.confirmedAt })
    .from(adminSecondFactors)
    .where(and(eq(adminSecondFactors.adminId, id), isNotNull(adminSecondFactors.confirmedAt)));
  const rules = await getSignInRules(ctx);
  return {
    secondFactor: {
      since: factor?.since ?? null,
      recoveryCodesLeft: await countRecoveryCodes(ctx, id),
      required: needsSecondFactor(rules.secondFactor, role),
    },
    sessions: await ownSessions(ctx, id, currentSession),
  };
}

async function ownSessions(ctx: Context, adminId: number, current: string): Promise<Self['sessions']> {
  const part = (name: string) => sql<string | null>`${adminSessions.sess} ->> ${name}`;
  const rows = await ctx.db
    .select({
      id: publicSessionId,
      beganAt: part('beganAt'),
      address: part('address'),
      browser: part('browser'),
      expire: adminSessions.expire,
    })
    .from(adminSessions)
    .innerJoin(admins, eq(admins.id, adminId))
    // The store counts by the database's clock; so does this.
    .where(
      and(
        sessionsOf(adminId),
        gt(adminSessions.expire, sql`now()`),
        eq(part('era'), sql`${admins.sessionEra}::text`),
      ),
    )
    .orderBy(desc(adminSessions.expire))
    .limit(SESSIONS_TOLD);
  return rows.flatMap(({ expire, beganAt, ...row }) =>
    beganAt === null
      ? []
      : [
          {
            ...row,
            current: row.id === current,
            beganAt: new Date(beganAt),
            lastUsedAt: new Date(expire.getTime() - SESSION_IDLE_MS),
          },
        ],
  );
}
