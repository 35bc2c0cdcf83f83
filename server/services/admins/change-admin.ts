import { and, eq, isNull, ne, sql } from 'drizzle-orm';
import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import { admins } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { NotFoundError, RefusedError } from '../../errors.ts';
import type { AuditAction } from '../audit/actions.ts';
import type { Fields } from '../audit/changed-fields.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { type AdminAccount, findAdmins } from './admin-rows.ts';
import { endAllSessions } from './end-sessions.ts';
import { takeSecondFactor } from './second-factor/set-up-second-factor.ts';
import { tellSignInChanged } from './tell-sign-in-changed.ts';

/** Changes of admins come one after another: two owners who disable each other must not both succeed. */
const LOCK = 7009;

type Row = typeof admins.$inferSelect;

/** Gives another admin another role, and ends their sessions. @throws NotFoundError; RefusedError for oneself or the last owner */
export function setRole(
  ctx: Context,
  { id, role }: InputOf<typeof api.admins.setRole>,
): Promise<AdminAccount> {
  return change(ctx, id, async (tx, admin) => {
    if (admin.role === role) return null;
    if (role !== 'owner') await requireAnotherOwner(tx, admin);
    await tx.db.update(admins).set({ role }).where(eq(admins.id, id));
    return { action: 'admin.role_changed', before: { role: admin.role }, after: { role } };
  });
}

/** Lets another admin in no more, and ends their sessions. @throws NotFoundError; RefusedError for oneself or the last owner */
export function disableAdmin(
  ctx: Context,
  { id }: InputOf<typeof api.admins.disable>,
): Promise<AdminAccount> {
  return change(ctx, id, async (tx, admin) => {
    if (admin.disabledAt) return null;
    await requireAnotherOwner(tx, admin);
    const disabledAt = tx.clock.now();
    await tx.db.update(admins).set({ disabledAt }).where(eq(admins.id, id));
    return {
      action: 'admin.disabled',
      before: { disabledAt: null },
      after: { disabledAt: disabledAt.toISOString() },
    };
  });
}

/** Lets an admin in again, with the password and the second factor they had. @throws NotFoundError */
export function enableAdmin(ctx: Context, { id }: InputOf<typeof api.admins.enable>): Promise<AdminAccount> {
  return change(ctx, id, async (tx, { disabledAt }) => {
    if (!disabledAt) return null;
    await tx.db.update(admins).set({ disabledAt: null }).where(eq(admins.id, id));
    return {
      action: 'admin.enabled',
      before: { disabledAt: disabledAt.toISOString() },
      after: { disabledAt: null },
    };
  });
}

/** Takes the second factor of another admin, who lost it, and ends their sessions. @throws NotFoundError; RefusedError for oneself */
export function resetSecondFactor(
  ctx: Context,
  { id }: InputOf<typeof api.admins.resetSecondFactor>,
): Promise<AdminAccount> {
  return change(ctx, id, async (tx) => {
    if (await takeSecondFactor(tx, id)) {
      await endAllSessions(tx, { adminId: id });
      await tellSignInChanged(tx, id, 'second_factor_off');
    }
    return null;
  });
}

interface Change {
  action: AuditAction;
  before: Fields;
  after: Fields;
}

/** Locks the admin, changes them, writes down what changed, and ends their sessions. */
async function change(
  ctx: Context,
  id: number,
  work: (tx: Context, admin: Row) => Promise<Change | null>,
): Promise<AdminAccount> {
  if (ctx.actor.kind === 'admin' && ctx.actor.id === id) {
    throw new RefusedError('This is your own account: ask another owner to do it.');
  }
  return withTransaction(ctx, async (tx) => {
    await tx.db.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
    const its = eq(admins.id, sql`${id}::bigint`);
    const [admin] = await tx.db.select().from(admins).where(its).for('update');
    if (!admin) throw new NotFoundError('admin', { id });
    const changed = await work(tx, admin);
    if (changed) {
      await recordAudit(tx, { ...changed, subject: `admin:${id}` });
      await endAllSessions(tx, { adminId: id });
    }
    const [after] = await findAdmins(tx, { where: its, limit: 1 });
    if (!after) throw new Error('a row that is locked is there to be read');
    return after;
  });
}

async function requireAnotherOwner(tx: Context, { id, role }: Row): Promise<void> {
  if (role !== 'owner') return;
  const [other] = await tx.db
    .select({ id: admins.id })
    .from(admins)
    .where(and(eq(admins.role, 'owner'), isNull(admins.disabledAt), ne(admins.id, id)))
    .limit(1);
  if (!other) throw new RefusedError('This is the last owner: make somebody else one first.');
}
