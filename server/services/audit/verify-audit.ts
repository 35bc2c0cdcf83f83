import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { canonicalEntry } from './canonical-entry.ts';
import { BEFORE_ALL, linkHash, type Seal } from './chain-entries.ts';

export interface AuditDifference {
  subject: string;
  expected: string;
  found: string;
}

export interface AuditProof {
  /** Seals that were looked at. */
  checked: number;
  /** The last of them: to be noted where nobody of the database can reach it. */
  head: Pick<Seal, 'position' | 'hash'> | null;
  differences: AuditDifference[];
  /** Whether there were more than are listed. */
  more: boolean;
}

/** A head as it was noted down: "1234:" and 64 hex digits. */
export type NotedHead = Pick<Seal, 'position' | 'hash'>;

const AT_A_TIME = 2000;
const MOST_DIFFERENCES = 100;

/** How long an entry may wait for its seal: a sealer comes by every five minutes. */
const SEALED_WITHIN_MS = 3_600_000;

/**
 * Works the chain of the audit out anew and says where a row was changed, removed, moved or never sealed. Each link is
 * judged by itself, so one difference is told once. With heads that were noted earlier it also sees that the end was
 * cut off or all of it written anew. Repairs nothing.
 */
export async function verifyAudit(
  ctx: Context,
  { noted = [] }: { noted?: readonly NotedHead[] } = {},
): Promise<AuditProof> {
  const differences: AuditDifference[] = [];
  let head: NotedHead = BEFORE_ALL;
  for (;;) {
    const links = await readLinks(ctx, head.position);
    for (const link of links) {
      differences.push(...judgeLink(head, link));
      head = { position: link.position, hash: link.hash };
    }
    if (links.length < AT_A_TIME || differences.length > MOST_DIFFERENCES) break;
  }
  for (const one of noted) differences.push(...(await judgeNoted(ctx, one)));
  differences.push(...(await findUnsealed(ctx)));
  return {
    checked: head.position,
    head: head.position === 0 ? null : head,
    differences: differences.slice(0, MOST_DIFFERENCES),
    more: differences.length > MOST_DIFFERENCES,
  };
}

/** "1234:9f86…" as somebody noted it. @throws Error for what is no head */
export function parseHead(text: string): NotedHead {
  const [, position, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  if (!position || !hash)
    throw new Error(`A head reads like 1234:${'0'.repeat(4)}…, with 64 hex digits, not "${text}"`);
  return { position: Number(position), hash };
}

/** A head, to be noted down. */
export function headText({ position, hash }: NotedHead): string {
  return `${position}:${hash}`;
}

interface Link extends Seal {
  /** What the entry says now; null when it is gone. */
  text: string | null;
}

async function readLinks(ctx: Context, after: number): Promise<Link[]> {
  const { rows } = await ctx.db.execute<{
    position: bigint;
    audit_id: bigint;
    hash: string;
    text: string | null;
  }>(sql`
    SELECT s.position, s.audit_id, s.hash, CASE WHEN l.id IS NOT NULL THEN ${canonicalEntry} END AS text
    FROM audit_seals s LEFT JOIN audit_log l ON l.id = s.audit_id
    WHERE s.position > ${after} ORDER BY s.position LIMIT ${AT_A_TIME}`);
  return rows.map(({ position, audit_id: auditId, hash, text }) => ({
    position: Number(position),
    auditId: Number(auditId),
    hash,
    text,
  }));
}

function judgeLink(before: NotedHead, { position, auditId, hash, text }: Link): AuditDifference[] {
  const found: AuditDifference[] = [];
  if (position !== before.position + 1) {
    const missing = `${before.position + 1}`;
    found.push({ subject: `seal ${missing}`, expected: 'a seal', found: `the next one is seal ${position}` });
    // Its own link cannot be judged without what stood before it.
    if (text !== null) return found;
  }
  if (text === null) {
    found.push({
      subject: `audit entry ${auditId}`,
      expected: 'the entry that was sealed',
      found: 'no entry',
    });
  } else if (linkHash(before.hash, text) !== hash) {
    found.push({
      subject: `audit entry ${auditId} (seal ${position})`,
      expected: `${hash.slice(0, 16)}…, as it was sealed`,
      found: `${linkHash(before.hash, text).slice(0, 16)}…: it, or its place, was changed`,
    });
  }
  return found;
}

async function judgeNoted(ctx: Context, { position, hash }: NotedHead): Promise<AuditDifference[]> {
  const { rows } = await ctx.db.execute<{ hash: string }>(
    sql`SELECT hash FROM audit_seals WHERE position = ${position}`,
  );
  const there = rows[0]?.hash;
  if (there === hash) return [];
  const found =
    there === undefined ? 'no such seal: the end was cut off' : `${there.slice(0, 16)}…: it was written anew`;
  return [{ subject: `noted head ${position}`, expected: `${hash.slice(0, 16)}…`, found }];
}

async function findUnsealed(ctx: Context): Promise<AuditDifference[]> {
  const before = new Date(ctx.clock.now().getTime() - SEALED_WITHIN_MS).toISOString();
  const { rows } = await ctx.db.execute<{ id: bigint }>(sql`
    SELECT l.id FROM audit_log l WHERE l.at < ${before}::timestamptz
      AND NOT EXISTS (SELECT FROM audit_seals s WHERE s.audit_id = l.id)
    ORDER BY l.id LIMIT ${MOST_DIFFERENCES + 1}`);
  return rows.map(({ id }) => ({ subject: `audit entry ${id}`, expected: 'a seal', found: 'none' }));
}
