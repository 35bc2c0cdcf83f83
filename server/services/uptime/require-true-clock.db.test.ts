import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { people } from '../../testing/people.ts';
import { observeServers } from './observe-servers.ts';
import { type WatchedPanel, watchedPanel } from './testing/watched-panel.ts';

let panel: WatchedPanel;

beforeEach(async () => {
  panel = await watchedPanel({ existence: true });
});
afterEach(() => panel.close());

test.each`
  aheadMs       | words
  ${3 * 3.6e6}  | ${'10800 s ahead of'}
  ${-2 * 3.6e6} | ${'7200 s behind'}
  ${31_000}     | ${'31 s ahead of'}
`(
  'a process whose clock is $words the database sees nothing, rather than date it wrong',
  async ({ aheadMs, words }) => {
    const { id } = panel.world.addServer({ ownerId: people.ada.id, packageId: 1 });
    await panel.observe();
    const before = await panel.evidence(id);
    const databaseNow = async () => new Date(panel.clock.now().getTime() - aheadMs);
    await expect(observeServers({ ...panel.ctx, databaseNow }, { reason: 'schedule' })).rejects.toThrow(
      words,
    );
    expect(await panel.evidence(id)).toEqual(before);
    expect(await panel.one(sql`SELECT count(*)::int AS sweeps FROM sweeps`)).toEqual({ sweeps: 1 });
  },
);

test('half a minute apart is apart enough for a network, and no reason to look away', async () => {
  const databaseNow = async () => new Date(panel.clock.now().getTime() - 30_000);
  const seen = await observeServers({ ...panel.ctx, databaseNow }, { reason: 'schedule' });
  expect(seen.complete).toBe(true);
});
