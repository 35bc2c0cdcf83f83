import { expect, test } from 'vitest';
import { explainAll } from '#server/testing/explain-all.ts';
import { testContext } from '#server/testing/test-context.ts';
import { quietMonth } from './quiet-month.ts';
import { seedWorld } from './seed-world.ts';

test('every charge of a quiet world is explained exactly, over the end of a month and through bram’s reboots', async () => {
  const world = await testContext({ at: '2026-11-02T08:30:00Z' });
  try {
    await seedWorld(world.ctx, { ...quietMonth, hours: 36, observeEveryMinutes: 20 });
    const { charges, wrong } = await explainAll(world.ctx);
    expect(charges).toBe(3 * 36);
    expect(wrong).toEqual([]);
  } finally {
    await world.close();
  }
});
