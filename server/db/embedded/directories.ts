import { chmod, mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Where root puts what the server's account could not reach: a checkout in a 0700 home, for instance. */
export const rootsOwnPlace = '/var/lib/skypanel-hourly-billing';

/** Makes a directory and its missing parents, 0755 whatever the umask: a 0700 parent would lock the server out. */
export async function makeReachableDirectory(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let made = resolve(path); made.length >= resolve(first).length; made = dirname(made))
    await chmod(made, 0o755);
}
