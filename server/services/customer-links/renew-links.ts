import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { SecretBox } from '../../secrets/secret-box.ts';
import { tokenHash } from '../../secrets/seeded-token.ts';
import { linkTokenOf } from './link-token.ts';

const AT_ONCE = 5_000;

/**
 * Makes every link that is still open one of the next key: the token that was handed out opens nothing any more, and
 * a message that waits to be sent gets the new one. Returns how many changed.
 */
export async function renewLinks(tx: Context, { next }: { next: SecretBox }): Promise<number> {
  let renewed = 0;
  for (let after: number | null = 0; after !== null; ) {
    const links = await openLinks(tx, after);
    renewed += await writeHashes(tx, links, next);
    after = links.length === AT_ONCE ? (links.at(-1)?.id ?? null) : null;
  }
  return renewed;
}

interface OpenLink extends Record<string, unknown> {
  id: number;
  seed: string;
}

async function openLinks(tx: Context, after: number): Promise<OpenLink[]> {
  const { rows } = await tx.db.execute<OpenLink>(sql`
    SELECT id, seed FROM customer_links
    WHERE id > ${after} AND revoked_at IS NULL AND expires_at > ${tx.clock.now().toISOString()}
    ORDER BY id LIMIT ${AT_ONCE} FOR UPDATE`);
  return rows;
}

async function writeHashes(tx: Context, links: OpenLink[], next: SecretBox): Promise<number> {
  const ids = links.map(({ id }) => id);
  const hashes = links.map(({ seed }) => tokenHash(linkTokenOf(next, seed)));
  const { rowCount } = await tx.db.execute(sql`
    UPDATE customer_links AS kept SET token_hash = anew.hash
    FROM unnest(${sql.param(ids)}::int[], ${sql.param(hashes)}::text[]) AS anew(id, hash)
    WHERE kept.id = anew.id AND kept.token_hash <> anew.hash`);
  return rowCount ?? 0;
}
