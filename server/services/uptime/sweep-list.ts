import type { Context } from '../../context.ts';
import { VirtFusionError } from '../../integrations/virtfusion/client.ts';
import { IdSet } from './id-set.ts';
import { AnotherPanelError, recordSeen } from './record-seen.ts';
import { secondAfter, seenInList } from './seen-server.ts';
import type { Sweep } from './sweep.ts';

/** The list as it was read. */
export interface SweptList {
  /** Ids of the servers it names, each once. */
  listed: IdSet;
  /** Ids that are ours with another uuid: servers of another panel. */
  refused: Set<number>;
  /** Why it was not read to its end; null when it was. */
  failure: VirtFusionError | AnotherPanelError | null;
}

/** Reads the list page by page, and keeps what each shows before the next is looked at. */
export async function sweepList(ctx: Context, sweep: Sweep): Promise<SweptList> {
  const swept: SweptList = { listed: new IdSet(), refused: new Set(), failure: null };
  try {
    for await (const page of sweep.client.pages()) {
      sweep.counts.pages += 1;
      sweep.counts.calls += 1;
      sweep.counts.skewMs ??= page.date === null ? null : page.date.getTime() - page.readAt.getTime();
      const rows = page.rows.filter((row) => swept.listed.add(row.id));
      const seen = rows.map((row) => seenInList(row, secondAfter(page.readAt)));
      const { changed, refused } = await recordSeen(ctx, { seen, rules: sweep.rules, isPage: true });
      for (const id of changed) sweep.changed.add(id);
      for (const row of refused) swept.refused.add(row.id);
    }
  } catch (error) {
    if (!(error instanceof VirtFusionError) && !(error instanceof AnotherPanelError)) throw error;
    swept.failure = error;
  }
  sweep.counts.servers = swept.listed.size - swept.refused.size;
  return swept;
}
