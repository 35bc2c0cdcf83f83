import { sql } from 'drizzle-orm';
import type { AlertKind } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { type Notice, notifyAll } from '../notices/notify.ts';

/** As many as a message takes. */
const MOST_LETTERS = 2000;

export interface Finding {
  kind: AlertKind;
  /** What it is about: 'run:12', 'panel'. While one of the same kind and subject is open, it is that one. */
  subject: string;
  /** A sentence for the admin: what was found, and what to do. */
  message: string;
  facts?: Record<string, unknown>;
}

/** Notes a finding, in the caller's transaction if there is one. Said again, it is the same alert, seen again. */
export function raiseAlert(ctx: Context, finding: Finding): Promise<void> {
  return raiseAlerts(ctx, [finding]);
}

/**
 * Notes findings in one statement; no two of one kind and subject. The admins are told of those that are new, in the
 * same transaction: this is the one place where an alert becomes a message.
 */
export async function raiseAlerts(ctx: Context, findings: readonly Finding[]): Promise<void> {
  if (findings.length === 0) return;
  const now = ctx.clock.now().toISOString();
  const column = (pick: (finding: Finding) => string) => sql.param(findings.map(pick));
  await withTransaction(ctx, async (tx) => {
    const { rows } = await tx.db.execute<Raised>(sql`
      INSERT INTO alerts (kind, subject, message, facts, opened_at, last_seen_at)
      SELECT kind, subject, message, facts::jsonb, ${now}::timestamptz, ${now}::timestamptz
      FROM unnest(${column((f) => f.kind)}::text[], ${column((f) => f.subject)}::text[],
        ${column((f) => f.message)}::text[], ${column((f) => JSON.stringify(f.facts ?? {}))}::text[]) AS f(kind, subject, message, facts)
      ON CONFLICT (kind, subject) WHERE resolved_at IS NULL
      DO UPDATE SET message = excluded.message, facts = excluded.facts, last_seen_at = excluded.last_seen_at
      RETURNING id, kind, subject, message, xmax = 0 AS is_new`);
    await notifyAll(tx, rows.filter(({ is_new }) => is_new).map(tellingOf));
  });
}

interface Raised extends Record<string, unknown> {
  id: number;
  kind: AlertKind;
  subject: string;
  message: string;
  is_new: boolean;
}

/** What the admins are told of an alert; those not named are 'alert.raised', which goes nowhere unless one says so. */
const eventOf: Partial<Record<AlertKind, AdminEvent>> = {
  server_failed: 'run.failed',
  repeated_failure: 'run.failed',
  run_held: 'run.held',
  clocks_apart: 'run.held',
  missed_run: 'run.missed',
  run_overdue: 'run.missed',
  balance_disagrees: 'reconciliation.differs',
  books_differ: 'reconciliation.differs',
  history_differs: 'reconciliation.differs',
  webhook_refused: 'webhook.refused',
  credit_unclear: 'credit.unclear',
};

type AdminEvent =
  | 'run.failed'
  | 'run.held'
  | 'run.missed'
  | 'reconciliation.differs'
  | 'webhook.refused'
  | 'credit.unclear'
  | 'alert.raised';

function tellingOf({ id, kind, subject, message }: Raised): Notice {
  const facts = { subject, message: message.slice(0, MOST_LETTERS) };
  return { event: eventOf[kind] ?? 'alert.raised', customerId: null, key: `alert:${id}`, facts };
}
