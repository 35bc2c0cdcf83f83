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
export async function raiseAlert(
  ctx: Context,
  { kind, subject, message, facts = {} }: Finding,
): Promise<void> {
  const now = ctx.clock.now().toISOString();
  await ctx.db.execute(sql`
    INSERT INTO alerts (kind, subject, message, facts, opened_at, last_seen_at)
    VALUES (${kind}, ${subject}, ${message}, ${JSON.stringify(facts)}::jsonb, ${now}, ${now})
    ON CONFLICT (kind, subject) WHERE resolved_at IS NULL
    DO UPDATE SET message = excluded.message, facts = excluded.facts, last_seen_at = excluded.last_seen_at`);
}
