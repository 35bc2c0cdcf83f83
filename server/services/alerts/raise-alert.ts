import { sql } from 'drizzle-orm';
import type { AlertKind } from '#shared/schema/index.ts';
import type { Context } from '../../context.ts';

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

/** Notes findings in one statement; no two of one kind and subject. */
export async function raiseAlerts(ctx: Context, findings: readonly Finding[]): Promise<void> {
  if (findings.length === 0) return;
  const now = ctx.clock.now().toISOString();
  const column = (pick: (finding: Finding) => string) => sql.param(findings.map(pick));
  await ctx.db.execute(sql`
    INSERT INTO alerts (kind, subject, message, facts, opened_at, last_seen_at)
    SELECT kind, subject, message, facts::jsonb, ${now}::timestamptz, ${now}::timestamptz
    FROM unnest(${column((f) => f.kind)}::text[], ${column((f) => f.subject)}::text[],
      ${column((f) => f.message)}::text[], ${column((f) => JSON.stringify(f.facts ?? {}))}::text[]) AS f(kind, subject, message, facts)
    ON CONFLICT (kind, subject) WHERE resolved_at IS NULL
    DO UPDATE SET message = excluded.message, facts = excluded.facts, last_seen_at = excluded.last_seen_at`);
}
