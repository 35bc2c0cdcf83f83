import { createServer, type Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import type { Express } from 'express';

/** While the server closes, kept connections are given so long to be used once more, and then let go once they are idle. */
const USED_ONCE_MORE_MS = 500;
const CLOSE_IDLE_EVERY_MS = 100;

/** How long a client may take over its headers, and over its whole request; whoever is slower is cut off. */
const patience = { headersMs: 15_000, requestMs: 60_000 };

/** Listens; resolves once it does. @throws a sentence when the port is taken or may not be used. */
export function listen(
  app: Express,
  { port, host, within = patience }: { port: number; host: string; within?: typeof patience },
): Promise<Server> {
  const server = createServer(
    {
      headersTimeout: within.headersMs,
      requestTimeout: within.requestMs,
      // Node looks for slow ones so often, and every half a minute if nobody says.
      connectionsCheckingInterval: Math.ceil(within.headersMs / 3),
    },
    app,
  );
  // Longer than the idle time of common proxies, so that the proxy closes first and no request is lost between.
  server.keepAliveTimeout = 75_000;
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Error(sentence(error, port), { cause: error })),
    );
    server.listen(port, host, () => resolve(server));
  });
}

/**
 * Answers what is under way and takes no new connection. Who asks once more on a kept one is answered, and told to make
 * another, which is a successor's: a connection closed at once may carry a request that is on its way. One call to close
 * idle connections is not enough: busy ones go idle later.
 */
export async function stopListening(server: Server): Promise<void> {
  server.prependListener('request', (_request, response) => response.setHeader('Connection', 'close'));
  // Not http's own close, which cuts idle connections at once.
  const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
  let letGo: NodeJS.Timeout | undefined;
  const waiting = setTimeout(() => {
    letGo = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS);
  }, USED_ONCE_MORE_MS);
  const force = setTimeout(() => server.closeAllConnections(), 8000);
  await closed;
  clearTimeout(waiting);
  clearInterval(letGo);
  clearTimeout(force);
}

function sentence(error: NodeJS.ErrnoException, port: number): string {
  if (error.code === 'EADDRINUSE') return `Port ${port} is taken. Stop what uses it, or set PORT to another.`;
  if (error.code === 'EACCES')
    return `Port ${port} may not be used by this user. Set PORT to one above 1023.`;
  return `The web server cannot listen on port ${port}: ${error.message}`;
}
