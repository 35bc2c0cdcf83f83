import { type NextFunction, type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { historyOf } from '../world/history.ts';
import type { World } from '../world/world.ts';
import { faultRules } from './faults.ts';
import type { Panel } from './serve.ts';
import { worldVerbs } from './world-verbs.ts';

/** `/__emulator`: switches, counts, truth and verbs for other processes. No part of VirtFusion. */
export function adminRoutes(panel: Panel): Router {
  const { faults, calls, world } = panel;
  const router = Router();
  router.get('/faults', (_req, res) => void res.json(faults.list()));
  router.put('/faults', (req, res) => {
    faults.set(faultRules.parse(req.body));
    res.json(faults.list());
  });
  router.delete('/faults', (_req, res) => {
    faults.clear();
    res.status(204).end();
  });
  router.get('/calls', (_req, res) => {
    const { total, byRoute, byStatus, inFlight, peakConcurrency } = calls;
    res.json({ total, byRoute, byStatus, inFlight, peakConcurrency });
  });
  router.delete('/calls', (_req, res) => {
    calls.reset();
    res.status(204).end();
  });
  router.get('/history', (req, res) => void res.json(historyPage(world, req.query)));
  router.get('/world', (_req, res) => void res.json(summaryOf(world)));
  router.get('/world/credits', (_req, res) => void res.json(creditsOf(world)));
  router.post('/world/:verb', (req, res) => {
    const verb = Object.hasOwn(worldVerbs, req.params.verb) ? worldVerbs[req.params.verb] : undefined;
    if (!verb)
      return void res.status(404).json({ error: `no such verb, but: ${Object.keys(worldVerbs).join(', ')}` });
    res.json({ result: verb(world, req.body ?? {}) });
  });
  router.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    res.status(400).json({ error: error instanceof Error ? error.message : String(error) });
  });
  return router;
}

const historyQuery = z.object({
  serverId: z.coerce.number().int().optional(),
  after: z.coerce.number().int().default(0),
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
});

/** Servers that are or were, by ascending id, each with its true events; `next` is the `after` of the next page. */
function historyPage(world: World, query: unknown): Record<string, unknown> {
  const { serverId, after, limit } = historyQuery.parse(query);
  world.settle();
  const ids = serverId === undefined ? world.servers.everSeen().filter((id) => id > after) : [serverId];
  const page = ids.slice(0, limit);
  const servers = page.flatMap((id) => {
    const row = world.servers.recall(id);
    return row ? [{ id, ownerId: row.ownerId, packageId: row.packageId, events: historyOf(row) }] : [];
  });
  return { now: new Date(world.now()), servers, next: ids.length > limit ? page.at(-1) : null };
}

function summaryOf(world: World): Record<string, unknown> {
  world.settle();
  return {
    now: new Date(world.now()),
    servers: world.servers.size,
    listed: world.servers.listed.length,
    users: world.users.all().length,
    packages: world.packages.all(),
    hypervisors: world.hypervisors.all().length,
    behaviour: world.behaviour,
  };
}

/** Amounts as decimal text: JSON has no big integers. */
function creditsOf(world: World): unknown[] {
  return world.credits.entries.map(({ units, at, cancelled, ...entry }) => ({
    ...entry,
    tokens: world.credits.format(units),
    at: new Date(at),
    cancelled: cancelled === null ? null : new Date(cancelled),
  }));
}
