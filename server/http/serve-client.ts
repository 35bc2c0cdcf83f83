import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Request, Router } from 'express';
import type { ViteDoor } from './vite-door.ts';

const YEAR_MS = 31_536_000_000;

/** The pages, from the files of a build. Any address that wants a page gets the one page; a missing file is missing. */
export function serveClient(clientDir: string): Router {
  const router = Router();
  router.get('/', (_request, response) => response.redirect('/admin'));
  // Names in assets/ carry a hash of their content, so they never change.
  router.use(
    '/assets',
    express.static(join(clientDir, 'assets'), { immutable: true, maxAge: YEAR_MS, redirect: false }),
  );
  router.use(express.static(clientDir, { index: false, maxAge: 0, redirect: false }));
  const page = join(clientDir, 'index.html');
  router.get('/{*path}', (request, response, next) => {
    if (!wantsPage(request)) return next();
    if (!existsSync(page)) throw new Error(`The pages are not built: ${page} is missing. Run npm run build.`);
    response.setHeader('Cache-Control', 'no-cache');
    // From its root: an absolute path with a dot in some folder's name would be refused as hidden.
    response.sendFile('index.html', { root: clientDir, cacheControl: false });
  });
  return router;
}

/** The pages in development, compiled as they are asked for. */
export function serveThroughVite(vite: ViteDoor): Router {
  const router = Router();
  router.get('/', (_request, response) => response.redirect('/admin'));
  router.use(vite.middlewares);
  router.get('/{*path}', async (request, response, next) => {
    if (!wantsPage(request)) return next();
    response.type('html').send(await vite.page(request.originalUrl));
  });
  return router;
}

function wantsPage(request: Request): boolean {
  return request.accepts(['html', 'json']) === 'html' && !/^\/(api|health|assets)(\/|$)/.test(request.path);
}
