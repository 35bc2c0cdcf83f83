import { createHmac, randomBytes } from 'node:crypto';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { adminRecoveryCodes } from '#shared/schema/index.ts';
import type { Context } from '../../../context.ts';

const CODES = 10;
/** Crockford's letters: nothing that is read as something else. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 16;

/** Ten new codes of 80 random bits each, in the place of the old; told as 'ABCD-EFGH-JKMN-PQRS', kept as keyed hashes. */
export async function replaceRecoveryCodes(tx: Context, adminId: number): Promise<string[]> {
  const codes = Array.from({ length: CODES }, newCode);
  await removeRecoveryCodes(tx, adminId);
  await tx.db
    .insert(adminRecoveryCodes)
    .values(codes.map((code) => ({ adminId, codeHash: hashOf(tx, adminId, code) })));
  return codes.map((code) => code.replace(/(.{4})(?=.)/g, '$1-'));
}

export async function removeRecoveryCodes(tx: Context, adminId: number): Promise<void> {
  await tx.db.delete(adminRecoveryCodes).where(eq(adminRecoveryCodes.adminId, adminId));
}

/** Uses a code up; false when it is none of theirs, or was used before. */
export async function useRecoveryCode(tx: Context, adminId: number, code: string): Promise<boolean> {
  const { rowCount } = await tx.db
    .update(adminRecoveryCodes)
    .set({ usedAt: tx.clock.now() })
    .where(
      and(
        eq(adminRecoveryCodes.adminId, adminId),
        eq(adminRecoveryCodes.codeHash, hashOf(tx, adminId, code)),
        isNull(adminRecoveryCodes.usedAt),
      ),
    );
  return rowCount === 1;
}

/** How many still work. */
export async function countRecoveryCodes(ctx: Context, adminId: number): Promise<number> {
  const [row] = await ctx.db
    .select({ left: sql<number>`count(*)::int` })
    .from(adminRecoveryCodes)
    .where(and(eq(adminRecoveryCodes.adminId, adminId), isNull(adminRecoveryCodes.usedAt)));
  return row?.left ?? 0;
}

/** 32 letters: five bits of each random byte are one, evenly. */
function newCode(): string {
  return [...randomBytes(LENGTH)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
}

// Under the secret key: the database alone does not even tell whether a guess is right.
function hashOf({ secrets }: Pick<Context, 'secrets'>, adminId: number, code: string): string {
  return createHmac('sha256', secrets.derive('recovery-code')).update(`${adminId}:${code}`).digest('hex');
}
