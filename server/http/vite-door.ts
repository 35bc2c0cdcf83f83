import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { join } from 'node:path';
import type { RequestHandler } from 'express';

/** Vite inside our own server: its middlewares, and the page made ready for the browser. */
export interface ViteDoor {
  middlewares: RequestHandler;
  page(url: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts Vite for development, on the configuration in `root`. Its web socket goes through `server`. */
export async function openViteDoor(options: { root: string; server: Server }): Promise<ViteDoor> {
  // Imported here alone: a production install has no Vite.
  const { createServer } = await import('vite');
  const vite = await createServer({
    configFile: join(options.root, 'vite.config.ts'),
    appType: 'custom',
    server: { middlewareMode: true, hmr: { server: options.server } },
  });
  return {
    middlewares: vite.middlewares,
    page: async (url) =>
      vite.transformIndexHtml(url, await readFile(join(options.root, 'client', 'index.html'), 'utf8')),
    close: () => vite.close(),
  };
}
