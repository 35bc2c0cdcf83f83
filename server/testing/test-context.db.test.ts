import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { testContext } from './test-context.ts';

test('each context has a database of its own, migrated, and a clock that stands still', async () => {
  const [one, two] = await Promise.all([testContext(), testContext({ at: '2026-03-29T00:00:00Z' })]);
  try {
    await one.ctx.db.execute(sql`insert into settings (key, value) values ('installation', 'one')`);
    const { rows } = await two.ctx.db.execute(sql`select * from settings`);
    expect(rows).toEqual([]);
    expect(two.ctx.clock.now()).toEqual(new Date('2026-03-29T00:00:00Z'));
  } finally {
    await Promise.all([one.close(), two.close()]);
  }
});
