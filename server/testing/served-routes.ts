import type { Express } from 'express';

/** What Express keeps of a handler: a route, or a router with such layers of its own. */
interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle?: { stack?: Layer[] };
}

/** Every route an app answers, as 'GET /api/…', whoever mounted it; a router's own prefix is not among what Express keeps. */
export function servedRoutes(app: Express): string[] {
  return routesIn((app as unknown as { router: { stack: Layer[] } }).router.stack);
}

function routesIn(stack: readonly Layer[]): string[] {
  return stack.flatMap(({ route, handle }) => {
    if (route) return Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`);
    return handle?.stack ? routesIn(handle.stack) : [];
  });
}
