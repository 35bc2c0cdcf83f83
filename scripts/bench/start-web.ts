import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChildren } from './children.ts';
import type { FromWeb, WebOptions } from './messages.ts';

/** The product's API in a process of its own. */
export async function startWeb({
  profile,
  ...options
}: Omit<WebOptions, 'dataDir'> & { profile: string | null }): Promise<{
  url: string;
  close(): Promise<void>;
}> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-web-'));
  const remove = () => rm(dataDir, { recursive: true, force: true });
  try {
    const { greetings, close } = await startChildren<never, FromWeb>('scripts/bench/web.ts', {
      options: [{ ...options, dataDir } satisfies WebOptions],
      profile,
    });
    const url = greetings[0]?.url;
    if (!url) throw new Error('the web says where it serves');
    return { url, close: () => close().finally(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}
