import type { Context } from '../../context.ts';

/** What backups are encrypted under: BACKUP_KEY, else a key of its own derived from the secret key. */
export function backupKey({ env, secrets }: Pick<Context, 'env' | 'secrets'>): Buffer {
  return env.backupKey ?? secrets.derive('backup');
}
