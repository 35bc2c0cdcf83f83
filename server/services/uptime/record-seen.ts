import type { Context } from '../../context.ts';
import { withTransaction } from '../../db/transaction.ts';
import type { ServerOwner } from '../../integrations/virtfusion/client.ts';
import { ensureCustomers, syncCustomers } from '../customers/sync-customers.ts';
import { assignMatches } from '../servers/assign-matches.ts';
import type { MatchablePackage } from '../servers/match-package.ts';
import { syncServers } from '../servers/sync-servers.ts';
import { findKnownServers } from './find-known-servers.ts';
import { isQuiet, type PageChanges, type PageRules, pageChanges } from './page-changes.ts';
import type { SeenServer } from './seen-server.ts';
import { requireWord } from './sweeps.ts';
import { addStretches, endStretches, markNative } from './write-stretches.ts';

export interface RecordedPage {
  /** Ids of the servers of which something was written. */
  changed: Set<number>;
  refused: PageChanges['refused'];
}

export interface RecordRules extends PageRules {
  /** The sweep in whose name is written. */
  sweepId: number;
  packages: readonly MatchablePackage[];
}

/** Another uuid under most ids of a page that we know: this is not the panel whose servers these are. */
export class AnotherPanelError extends Error {}

/**
 * Compares answers about servers with what is known of them, and keeps what is new: one statement to read, and for
 * a quiet fleet none to write. Each server at most once in `seen`, a few hundred at a time.
 * @throws AnotherPanelError for a page of the list, with nothing written, when most of what is known is refused;
 * AppError when a newer sweep has begun
 */
export async function recordSeen(
  ctx: Context,
  { seen, rules, isPage = false }: { seen: readonly SeenServer[]; rules: RecordRules; isPage?: boolean },
): Promise<RecordedPage> {
  if (seen.length === 0) return { changed: new Set(), refused: [] };
  const known = await findKnownServers(
    ctx,
    seen.map((server) => server.id),
  );
  const changes = pageChanges(known, seen, rules);
  const refused = new Set(changes.refused.map((row) => row.id));
  if (isPage && refused.size * 2 > known.size) throw new AnotherPanelError(anotherPanel(changes.refused));
  const owners = ownersOf(seen.filter((server) => !refused.has(server.id)));
  if (!isQuiet(changes) || owners.length > 0) await write(ctx, changes, { owners, rules });
  return { changed: changedServers(changes), refused: changes.refused };
}

function anotherPanel(refused: PageChanges['refused']): string {
  const [first] = refused;
  return `This is another panel: server ${first?.id} has uuid ${first?.uuid} there, and ${first?.knownUuid} here.`;
}

async function write(
  ctx: Context,
  changes: PageChanges,
  { owners, rules }: { owners: readonly ServerOwner[]; rules: RecordRules },
): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    await requireWord(tx, rules.sweepId);
    await ensureCustomers(tx, [
      ...changes.newServers.map((row) => row.customerId),
      ...changes.movedServers.map((server) => server.customerId),
    ]);
    await syncServers(tx, changes);
    await markNative(tx, changes.foundNative);
    await endStretches(tx, changes.stretchEnds);
    await addStretches(tx, changes.newStretches);
    await syncCustomers(tx, owners);
    await assignMatches(tx, { seen: changes.resources, packages: rules.packages });
  });
}

/** Of two answers about one owner the later counts. */
function ownersOf(seen: readonly SeenServer[]): ServerOwner[] {
  const owners = new Map<number, ServerOwner>();
  for (const server of seen) {
    if (server.kind === 'present' && server.details?.owner)
      owners.set(server.details.owner.id, server.details.owner);
  }
  return [...owners.values()];
}

function changedServers(changes: PageChanges): Set<number> {
  const ids = new Set<number>();
  for (const row of [...changes.newServers, ...changes.changedServers]) ids.add(row.id);
  for (const row of [...changes.stretchEnds, ...changes.newStretches]) ids.add(row.serverId);
  return ids;
}
