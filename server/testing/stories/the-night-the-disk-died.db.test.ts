import { copyFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase } from '../../db/client.ts';
import { dropDatabase, ensureDatabase } from '../../db/databases.ts';
import { migrate } from '../../db/migrate.ts';
import { silentLog } from '../../log.ts';
import { createSecretBox } from '../../secrets/secret-box.ts';
import { listAudit } from '../../services/audit/list-audit.ts';
import { verifyAudit } from '../../services/audit/verify-audit.ts';
import { keepBackups } from '../../services/backup/keep-backups.ts';
import { latestBackup } from '../../services/backup/latest-backup.ts';
import { restoreBackup } from '../../services/backup/restore-backup.ts';
import { verifyBackup } from '../../services/backup/verify-backup.ts';
import { writeBackup } from '../../services/backup/write-backup.ts';
import { emptyMonth } from '../../services/history/empty-month.ts';
import { historyMonth } from '../../services/history/history-month.ts';
import { packMonth } from '../../services/history/pack-month.ts';
import { aBilledMonth, MONTH } from '../../services/history/testing/billed-month.ts';
import { reconcileLedger } from '../../services/reconcile/reconcile-ledger.ts';
import { adjustWallet } from '../../services/wallets/adjust-wallet.ts';
import { billAt } from '../bill-at.ts';
import { aCustomer, aRate, aServer, billingOn, HOUR_MS, sweepsThrough } from '../factories.ts';
import { actorOf, people } from '../people.ts';
import { type TestContext, testContext } from '../test-context.ts';

const START = new Date('2026-11-30T18:00:00Z');
const hour = (hours: number) => new Date(START.getTime() + hours * HOUR_MS);
const { ada, bram } = people;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backups-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function aHost(): Promise<TestContext> {
  const world = await testContext({ at: START, actor: actorOf('olive', 3), env: { backupDir: folder } });
  await billingOn(world.ctx, START);
  await aRate(world.ctx, { price: '7.30' });
  for (const [id, owner] of [ada, bram, bram].entries()) {
    await aCustomer(world.ctx, owner.id, owner.name);
    await aServer(world.ctx, { id: id + 1, customerId: owner.id, from: hour(-1) });
  }
  await sweepsThrough(world.ctx, { from: hour(-1), until: START });
  await topUp(world, ada.id, 'before the night');
  return world;
}

async function topUp({ ctx }: Pick<TestContext, 'ctx'>, id: number, reason: string): Promise<void> {
  const key = `${reason.replaceAll(' ', '-')}-${id}`;
  await adjustWallet(ctx, { id, direction: 'credit', amount: 9_000_000n, reason, idempotencyKey: key });
}

/** Looks every ten minutes and bills every hour, through a month's end. */
async function pass(world: Pick<TestContext, 'ctx' | 'clock'>, from: number, until: number): Promise<void> {
  for (let at = from; at < until; at += 1) {
    await sweepsThrough(world.ctx, { from: new Date(hour(at).getTime() + 600_000), until: hour(at + 1) });
    await billAt(world, new Date(hour(at + 1).getTime() + 60_000));
  }
}

/** All that is charged and owed; which run did it is another matter after a night like this. */
async function books({ ctx }: Pick<TestContext, 'ctx'>) {
  const { rows: charges } = await ctx.db.execute(sql`
    SELECT hour, server_id, customer_id, rate_id, seconds, weighted, capped, amount_micros FROM hourly_charges ORDER BY 1, 2`);
  const { rows: balances } = await ctx.db.execute(
    sql`SELECT code, balance_micros FROM accounts ORDER BY code`,
  );
  const { rows: meters } = await ctx.db.execute(
    sql`SELECT server_id, billed_until, month, rate_id, weighted, capped_weighted FROM server_meters ORDER BY 1`,
  );
  return { charges, balances, meters };
}

describe('a disk dies at three in the night:', () => {
  let spared: TestContext;
  let struck: TestContext;
  beforeAll(async () => {
    [spared, struck] = [await aHost(), await aHost()];
    for (const world of [spared, struck]) await pass(world, 0, 5);
  });
  afterAll(async () => {
    await spared?.close();
    await struck?.close();
  });

  test('restored from the backup and caught up, the ledger is that of a host it never happened to', async () => {
    await keepBackups(struck.ctx);
    expect(await latestBackup(struck.ctx)).toEqual({
      scheduled: true,
      takenAt: struck.clock.now(),
      provedTakenAt: struck.clock.now(),
      verifiedAt: struck.clock.now(),
      problem: null,
    });
    // Billed after the backup, and lost with the disk.
    for (const world of [spared, struck]) await pass(world, 5, 8);
    const { url, ownerUrl } = struck.database;
    await dropDatabase(ownerUrl);

    await ensureDatabase(ownerUrl);
    await migrate({ url: ownerUrl, log: silentLog });
    const database = createDatabase({ url, log: silentLog, applicationName: 'test' });
    const ctx = { ...struck.ctx, db: database.db, live: database.db };
    try {
      const [file = ''] = await readdir(folder);
      const restored = await restoreBackup(ctx, { path: join(folder, file), url: ownerUrl });
      expect(restored.takenAt).toEqual(new Date(hour(5).getTime() + 60_000));
      expect((await reconcileLedger(ctx)).differences).toEqual([]);
      expect((await verifyAudit(ctx)).differences).toEqual([]);

      // It was away for three hours and more; then one run bills them all.
      await pass(spared, 8, 9);
      await sweepsThrough(ctx, { from: hour(9), until: hour(9) });
      await billAt({ ctx, clock: struck.clock }, new Date(hour(9).getTime() + 60_000));
      expect(await books({ ctx })).toEqual(await books(spared));
      expect((await reconcileLedger(ctx)).differences).toEqual([]);

      // Numbers go on where they were: nothing new takes the place of something old.
      await topUp({ ctx }, bram.id, 'the morning after');
      const { rows } = await listAudit(ctx, { limit: 2 });
      expect(rows.map(({ action }) => action)).toEqual(['wallet.adjusted', 'backup.restored']);
    } finally {
      await database.close();
    }
  });
});

describe('a backup', () => {
  let world: TestContext;
  let path: string;
  beforeAll(async () => {
    world = await aHost();
    await pass(world, 0, 2);
    ({ path } = await writeBackup(world.ctx, { url: world.database.ownerUrl, folder: join(folder, 'own') }));
  });
  afterAll(() => world?.close());

  test('tells nothing to whoever finds it', async () => {
    const text = (await readFile(path)).toString('latin1');
    expect(text).toMatch(/^\{"format":"skypanel-backup","version":1,/);
    for (const word of [ada.name, 'before the night', 'hourly_charges', 'server_meters'])
      expect(text).not.toContain(word);
  });

  test('does not open under another key, and says which variable to set', async () => {
    const ctx = { ...world.ctx, secrets: createSecretBox(Buffer.alloc(32, 9)) };
    await expect(verifyBackup(ctx, { path, url: world.database.ownerUrl })).rejects.toThrow(
      /set BACKUP_KEY, or SECRET_KEY/,
    );
  });

  test.each<[string, (copy: string) => Promise<void>, RegExp]>([
    ['cut off', (copy) => truncate(copy, 3000), /is (cut off|damaged)/],
    [
      'changed by a bit',
      async (copy) => {
        const bytes = await readFile(copy);
        bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
        await writeFile(copy, bytes);
      },
      /does not open/,
    ],
  ])(
    'that was %s is refused, noted as not whole, and leaves no scratch database',
    async (what, harm, message) => {
      const copy = join(folder, 'own', `${what.replaceAll(' ', '-')}.backup`);
      await copyFile(path, copy);
      await harm(copy);
      await expect(verifyBackup(world.ctx, { path: copy, url: world.database.ownerUrl })).rejects.toThrow(
        message,
      );
      const { rows } = await world.ctx.db.execute(
        sql`SELECT verified_at, problem FROM backups WHERE file = ${`${what.replaceAll(' ', '-')}.backup`}`,
      );
      expect(rows).toEqual([{ verified_at: null, problem: expect.stringMatching(message) }]);
      const scratch = await world.ctx.db.execute(
        sql`SELECT datname FROM pg_database WHERE datname LIKE current_database() || '_proof_%'`,
      );
      expect(scratch.rows).toEqual([]);
    },
  );

  test('whose ledger was wrong when it was taken is not proved', async () => {
    const wrong = await aHost();
    try {
      await pass(wrong, 0, 1);
      await wrong.ctx.db.execute(
        sql`UPDATE accounts SET balance_micros = balance_micros + 1 WHERE code = 'wallet:11'`,
      );
      const url = wrong.database.ownerUrl;
      const written = await writeBackup(wrong.ctx, { url, folder: join(folder, 'wrong') });
      const { problems } = await verifyBackup(wrong.ctx, { path: written.path, url });
      expect(problems).toEqual(expect.arrayContaining([expect.stringMatching(/^balance: wallet:11/)]));
      expect(await latestBackup(wrong.ctx)).toMatchObject({
        provedTakenAt: null,
        problem: expect.stringMatching(/wallet:11/),
      });
    } finally {
      await wrong.close();
    }
  });

  test('of every night is kept as long as is asked for, each proved', async () => {
    const backupDir = join(folder, 'nights');
    const ctx = { ...world.ctx, env: { ...world.ctx.env, backupDir, backupKeep: 2 } };
    for (let night = 0; night < 3; night += 1) {
      world.clock.advance(24 * HOUR_MS);
      await keepBackups(ctx);
    }
    const names = await readdir(backupDir);
    expect(names.map((name) => /\d{4}-\d{2}-\d{2}T/.exec(name)?.[0]).sort()).toEqual([
      '2026-12-02T',
      '2026-12-03T',
    ]);
    const { rows } = await ctx.db.execute(
      sql`SELECT verified_at IS NOT NULL AS proved, removed_at IS NOT NULL AS removed FROM backups ORDER BY taken_at DESC LIMIT 3`,
    );
    expect(rows).toEqual([
      { proved: true, removed: false },
      { proved: true, removed: false },
      { proved: true, removed: true },
    ]);
  });

  test('does not overwrite a live ledger, and changes nothing then', async () => {
    const before = await books(world);
    await expect(restoreBackup(world.ctx, { path, url: world.database.ownerUrl })).rejects.toThrow(
      /holds a ledger: it is not overwritten/,
    );
    expect(await books(world)).toEqual(before);
  });

  test('of another state of the migrations is refused with what to do', async () => {
    const other = await testContext({ env: { backupDir: folder } });
    try {
      await other.ctx.db.execute(
        sql`INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('of a later release', 9999999999999)`,
      );
      await expect(restoreBackup(other.ctx, { path, url: other.database.ownerUrl })).rejects.toThrow(
        /its rows do not fit. It is older than this release. Install the release/,
      );
    } finally {
      await other.close();
    }
  });

  test('is of one moment, whatever moves meanwhile', async () => {
    const url = world.database.ownerUrl;
    const moving = Array.from({ length: 20 }, (_, n) => topUp(world, bram.id, `while it is copied ${n}`));
    const [written] = await Promise.all([
      writeBackup(world.ctx, { url, folder: join(folder, 'moving') }),
      ...moving,
    ]);
    expect((await verifyBackup(world.ctx, { path: written.path, url })).problems).toEqual([]);
  });

  test('of a packed month, by a role that owns nothing, is proved; where the role that proves may make a database', async () => {
    const busy = await testContext({ at: MONTH, appRole: true, env: { backupDir: folder } });
    try {
      await aBilledMonth(busy);
      const month = historyMonth(MONTH);
      await packMonth(busy.ctx, { month });
      await emptyMonth(busy.ctx, month);
      const written = await writeBackup(busy.ctx, { url: busy.database.url, folder: join(folder, 'packed') });
      const { problems } = await verifyBackup(busy.ctx, { path: written.path, url: busy.database.ownerUrl });
      expect(problems).toEqual([]);
      await expect(verifyBackup(busy.ctx, { path: written.path, url: busy.database.url })).rejects.toThrow(
        /may not make one. Give it the right/,
      );
    } finally {
      await busy.close();
    }
  }, 60_000);
});
