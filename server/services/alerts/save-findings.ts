import { sql } from 'drizzle-orm';
import type { AlertKind } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { type Finding, raiseAlerts } from './raise-alert.ts';

/** Keeps what a look at one kind found: new ones open, known ones are seen again, those that are gone are over. */
export async function saveFindings(
  ctx: Context,
  { kind, findings }: { kind: AlertKind; findings: readonly Finding[] },
): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    await raiseAlerts(tx, findings);
    await tx.db.execute(sql`
      UPDATE alerts SET resolved_at = ${tx.clock.now().toISOString()}
      WHERE kind = ${kind} AND resolved_at IS NULL
        AND subject <> ALL(${sql.param(findings.map(({ subject }) => subject))}::text[])`);
  });
}
