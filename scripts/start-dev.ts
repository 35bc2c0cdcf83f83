import { createServer } from 'node:http';
import { createApp } from '#server/app.ts';
import type { Env } from '#server/env.ts';
import { openViteDoor } from '#server/http/vite-door.ts';
import type { Log } from '#server/log.ts';
import { type RunningApp, startApp } from '#server/start.ts';
import { version } from '#server/version.ts';

export interface RunningDev extends RunningApp {
  url: string;
}

/**
 * The whole product in one process, its pages compiled as they are asked for: what `npm start` starts, but for the web
 * server, which is Vite's too. @throws a sentence to print when it cannot
 */
export async function startDev({
  env,
  log,
  say,
}: {
  env: Env;
  log: Log;
  say: (line: string) => void;
}): Promise<RunningDev> {
  const roles = new Set([...env.roles].filter((role) => role !== 'web'));
  const behind = await startApp({ env: { ...env, roles }, log, say });
  const server = createServer();
  const vite = await openViteDoor({ root: process.cwd(), server });
  const stop = async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await vite.close();
    await behind.stop();
  };
  try {
    const { cron } = behind;
    server.on(
      'request',
      createApp({
        context: behind.context,
        cron,
        installation: { demo: behind.demo, version },
        vite,
      }),
    );
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(env.port, env.host, resolve);
    });
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : env.port;
    return { ...behind, url: `http://localhost:${port}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
