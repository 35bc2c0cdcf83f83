import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDatabase } from '../../server/db/databases.ts';
import { startEmbeddedPostgres } from '../../server/db/embedded-postgres.ts';
import { migrate } from '../../server/db/migrate.ts';
import { silentLog } from '../../server/log.ts';

/** What differs from PostgreSQL's defaults: memory and checkpoints of a machine that is meant for it. */
export const serverSettings = {
  max_connections: '100',
  shared_buffers: '1GB',
  max_wal_size: '8GB',
  checkpoint_timeout: '15min',
  wal_compression: 'off',
} as const;

/** Written down with the figures: every safeguard is on. */
export const safeguards = ['fsync', 'synchronous_commit', 'full_page_writes'] as const;

export interface BenchPostgres {
  url: string;
  close(): Promise<void>;
}

/** A database server of the bench's own in a temporary directory that `close` removes. */
export async function startBenchPostgres(): Promise<BenchPostgres> {
  const directory = await mkdtemp(join(await realpath(tmpdir()), 'bench-'));
  await chmod(directory, 0o755); // as root, the server runs under another account
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    const server = await startEmbeddedPostgres({
      dataDir: directory,
      log: silentLog,
      settings: serverSettings,
    });
    const close = async () => {
      await server.stop();
      await remove();
    };
    try {
      const url = server.url('bench');
      await ensureDatabase(url);
      await migrate({ url, log: silentLog });
      return { url, close };
    } catch (error) {
      await close();
      throw error;
    }
  } catch (error) {
    await remove();
    throw error;
  }
}
