import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { adminRoutes } from './admin-routes.ts';
import type { Route } from './call.ts';
import { modifyRoutes } from './routes/modify.ts';
import { panelRoutes } from './routes/panel.ts';
import { powerRoutes } from './routes/power.ts';
import { selfServiceRoutes } from './routes/self-service.ts';
import { serverRoutes } from './routes/servers.ts';
import { userRoutes } from './routes/users.ts';
import { type Panel, send, serve } from './serve.ts';

const allRoutes: Route[] = [
  ...panelRoutes,
  ...serverRoutes,
  ...powerRoutes,
  ...modifyRoutes,
  ...userRoutes,
  ...selfServiceRoutes,
];

/** The panel's API below `/api/v1` as its profile has it, and the emulator's own switches below `/__emulator`. */
export function virtFusionApp(panel: Panel): Express {
  const app = express();
  const routes = allRoutes.filter((route) => route.profiles?.includes(panel.profile) ?? true);
  app.disable('x-powered-by');
  app.set('query parser', 'extended');
  app.use(express.json({ limit: '2mb' }));
  app.use('/__emulator', adminRoutes(panel));
  for (const route of routes) {
    const method = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
    app[method](`/api/v1${route.path}`, serve(panel, route));
  }
  for (const path of new Set(routes.map((route) => route.path)))
    app.all(`/api/v1${path}`, wrongMethod(routes, path));
  app.use(unknownRoute);
  app.use(surprise);
  return app;
}

function wrongMethod(routes: Route[], path: string): (req: Request, res: Response) => void {
  const allowed = routes.filter((route) => route.path === path).map((route) => route.method);
  return (req, res) => {
    const message = `The ${req.method} method is not supported for route ${req.path.slice(1)}.`;
    send(res, { status: 405, body: { message }, headers: { Allow: allowed.join(', ') } });
  };
}

/** Laravel's words. There is no `msg`: this 404 says nothing about any server. */
function unknownRoute(req: Request, res: Response): void {
  send(res, { status: 404, body: { message: `The route ${req.path.slice(1)} could not be found.` } });
}

/** Broken JSON, or a mistake of the emulator: told apart from the panel's own errors by its body. */
function surprise(
  error: Error & { status?: number },
  _req: Request,
  res: Response,
  _next: NextFunction,
): void {
  send(res, { status: error.status ?? 500, body: { message: `emulator: ${error.message}` } });
}
