import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { RefusedError } from '../../errors.ts';
import { type SecretBox, SecretBoxError } from '../../secrets/secret-box.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { renewLinks } from '../customer-links/renew-links.ts';
import { SEALED_PATTERN, type SealedColumn, sealedColumns } from './sealed-columns.ts';

export interface Rotated {
  /** Texts that were sealed anew. */
  resealed: number;
  /** Texts that were sealed with the next key before. */
  already: number;
  /** Customers' links that were handed out and open nothing any more. */
  links: number;
  /** Admins who have to sign in again. */
  sessions: number;
}

/**
 * Seals every secret of a database with the next key, all or none, and ends what the present key signed: sessions and
 * customers' links (messages that wait to be sent get links that open). Repeated, it finds nothing left to do.
 * @throws RefusedError naming each text that opens with neither key, and while an application works on the database:
 *   it would seal with the key it was started with
 */
export async function rotateSecrets(ctx: Context, { next }: { next: SecretBox }): Promise<Rotated> {
  return withTransaction(ctx, async (tx) => {
    await refuseWhileRunning(tx);
    const rotated: Rotated = { resealed: 0, already: 0, links: 0, sessions: 0 };
    for (const column of sealedColumns) {
      const { anew, already } = resealed(tx, next, column, await sealedTexts(tx, column));
      await writeTexts(tx, column, anew);
      rotated.resealed += anew.length;
      rotated.already += already;
    }
    rotated.links = await renewLinks(tx, { next });
    const isDone = rotated.resealed + rotated.links === 0;
    if (isDone) return rotated;
    rotated.sessions = await endSessions(tx);
    await recordAudit(tx, { action: 'secrets.rotated', subject: 'secrets', after: { ...rotated } });
    return rotated;
  });
}

interface SealedText {
  key: string;
  text: string;
}

/** @throws RefusedError while an application works on the database */
export async function refuseWhileRunning(tx: Context): Promise<void> {
  const { rows } = await tx.db.execute<{ running: number }>(sql`
    SELECT count(*)::int AS running FROM pg_stat_activity
    WHERE datname = current_database() AND application_name IN ('skypanel', 'skypanel work', 'skypanel worker')`);
  if ((rows[0]?.running ?? 0) === 0) return;
  throw new RefusedError(
    'The application works on this database: stop every process of it first, since each goes on with the key it was started with.',
  );
}

async function sealedTexts(tx: Context, { table, key, column }: SealedColumn): Promise<SealedText[]> {
  const { rows } = await tx.db.execute<SealedText & Record<string, unknown>>(sql`
    SELECT ${sql.identifier(key)}::text AS key, ${sql.identifier(column)} AS text FROM ${sql.identifier(table)}
    WHERE ${sql.identifier(column)} ~ ${SEALED_PATTERN} ORDER BY ${sql.identifier(key)} FOR UPDATE`);
  return rows;
}

/** Judges all before any is written, so that whoever must mend sees everything at once. */
function resealed(
  { secrets }: Context,
  next: SecretBox,
  { table, column, placeOf }: SealedColumn,
  texts: SealedText[],
): { anew: SealedText[]; already: number } {
  const anew: SealedText[] = [];
  const lost: string[] = [];
  for (const { key, text } of texts) {
    const place = placeOf(key);
    if (opened(next, text, place) !== null) continue;
    const plain = opened(secrets, text, place);
    if (plain === null) lost.push(`${table}.${column} of ${key}`);
    else anew.push({ key, text: next.seal(plain, place) });
  }
  if (lost.length === 0) return { anew, already: texts.length - anew.length };
  throw new RefusedError(
    `Nothing was changed: ${lost.join(', ')} cannot be opened with the present key. Start with the key it was sealed with, or save it again in the admin.`,
    { lost },
  );
}

function opened(box: SecretBox, text: string, place: string): string | null {
  try {
    return box.open(text, place);
  } catch (error) {
    if (error instanceof SecretBoxError) return null;
    throw error;
  }
}

async function writeTexts(
  tx: Context,
  { table, key, column }: SealedColumn,
  anew: SealedText[],
): Promise<void> {
  await tx.db.execute(sql`
    UPDATE ${sql.identifier(table)} AS kept SET ${sql.identifier(column)} = anew.text
    FROM unnest(${sql.param(anew.map((one) => one.key))}::text[], ${sql.param(anew.map((one) => one.text))}::text[]) AS anew(key, text)
    WHERE kept.${sql.identifier(key)}::text = anew.key`);
}

async function endSessions(tx: Context): Promise<number> {
  const { rowCount } = await tx.db.execute(sql`DELETE FROM admin_sessions`);
  return rowCount ?? 0;
}
