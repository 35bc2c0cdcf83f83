import { createHash } from 'node:crypto';

/** An entry as it is sealed: its id, and all that it says in one spelling. */
export interface CanonicalEntry {
  auditId: number;
  text: string;
}

export interface Seal {
  position: number;
  auditId: number;
  /** SHA-256 in hex. */
  hash: string;
}

/** What stands before the first seal. */
export const BEFORE_ALL: Pick<Seal, 'position' | 'hash'> = { position: 0, hash: '0'.repeat(64) };

/** The hash of one link: 32 bytes of what stands before it, then the entry. */
export function linkHash(before: string, text: string): string {
  return createHash('sha256').update(Buffer.from(before, 'hex')).update(text, 'utf8').digest('hex');
}

/** The seals of entries that follow a head, in the order given. */
export function chainEntries(
  head: Pick<Seal, 'position' | 'hash'>,
  entries: readonly CanonicalEntry[],
): Seal[] {
  const seals: Seal[] = [];
  let { position, hash } = head;
  for (const { auditId, text } of entries) {
    position += 1;
    hash = linkHash(hash, text);
    seals.push({ position, auditId, hash });
  }
  return seals;
}
