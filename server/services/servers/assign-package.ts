import { sql } from 'drizzle-orm';
import type { InputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { NotFoundError } from '../../errors.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { getServer } from './get-server.ts';
import { type LockedMeter, lockMeter } from './lock-meter.ts';
import type { ServerDetail } from './server-rows.ts';

type Assignment = InputOf<typeof api.servers.assignPackage>;

/**
 * Says which package a server has, from its first hour that is not billed: hours that wait get it, billed ones keep
 * theirs. Where it is in force already nothing changes. @throws NotFoundError for the server or the package
 */
export async function assignPackage(ctx: Context, input: Assignment): Promise<ServerDetail> {
  return withTransaction(ctx, async (tx) => {
    const meter = await lockMeter(tx, input.id);
    await requirePackage(tx, input.packageId);
    const before = await inForceFrom(tx, meter);
    if (before.some((packageId) => packageId !== input.packageId)) {
      await replaceFrom(tx, meter, input.packageId);
      await recordAudit(tx, {
        action: 'server.package_assigned',
        subject: `server:${input.id}`,
        before: { packageId: before.at(-1) ?? null },
        after: { packageId: input.packageId, effectiveFrom: meter.billedUntil, reason: input.reason },
      });
    }
    return getServer(tx, { id: input.id });
  });
}

async function requirePackage(tx: Context, id: number): Promise<void> {
  const { rows } = await tx.db.execute(sql`SELECT id FROM packages WHERE id = ${id}::bigint`);
  if (rows.length === 0) throw new NotFoundError('package', { id });
}

/** The packages from the first unbilled hour on, in order: the one in force then, and those that follow. */
async function inForceFrom(tx: Context, { serverId, billedUntil }: LockedMeter): Promise<(number | null)[]> {
  const { rows } = await tx.db.execute<{ package_id: number | null }>(sql`
    SELECT package_id FROM server_packages
    WHERE server_id = ${serverId} AND effective_from >= coalesce((SELECT max(effective_from) FROM server_packages
      WHERE server_id = ${serverId} AND effective_from <= ${billedUntil.toISOString()}::timestamptz), '-infinity')
    ORDER BY effective_from`);
  // None: it was never said, which differs from every package.
  return rows.length === 0 ? [null] : rows.map((row) => row.package_id);
}

async function replaceFrom(
  tx: Context,
  { serverId, billedUntil }: LockedMeter,
  packageId: number,
): Promise<void> {
  const from = billedUntil.toISOString();
  await tx.db.execute(sql`
    DELETE FROM server_packages WHERE server_id = ${serverId} AND effective_from >= ${from}::timestamptz`);
  await tx.db.execute(sql`
    INSERT INTO server_packages (server_id, effective_from, package_id, source, created_by, created_at)
    VALUES (${serverId}, ${from}::timestamptz, ${packageId}, 'admin',
      ${tx.actor.kind === 'admin' ? tx.actor.id : null}, ${tx.clock.now().toISOString()}::timestamptz)`);
  await tx.db.execute(sql`UPDATE servers SET package_id = ${packageId} WHERE id = ${serverId}`);
}
