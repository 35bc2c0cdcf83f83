import type { Request, Response } from 'express';
import type { World } from '../world/world.ts';
import { type Access, tooMany } from './access.ts';
import { type Call, labelOf, type Profile, type Route } from './call.ts';
import type { CallLog } from './call-log.ts';
import { type ActiveFault, type FaultKind, type Faults, faultsOfHeader } from './faults.ts';
import {
  bareNotFound,
  forbidden,
  htmlError,
  htmlPage,
  invalid,
  locked,
  Refusal,
  type Reply,
  unauthorized,
} from './reply.ts';

export interface Panel {
  readonly world: World;
  readonly profile: Profile;
  readonly latencyMs: number;
  readonly access: Access;
  readonly faults: Faults;
  readonly calls: CallLog;
}

/** The Express handler of a route: faults that come first, access, the route itself, faults that come after. */
export function serve(panel: Panel, route: Route): (req: Request, res: Response) => Promise<void> {
  const label = labelOf(route);
  return async (req, res) => {
    const done = panel.calls.begin(label);
    res.once('close', () => done(res.writableFinished || res.headersSent ? res.statusCode : 0));
    const serverId = route.path.startsWith('/servers/:id') ? Number(req.params.id) : undefined;
    const faults = [...panel.faults.take(label, serverId), ...faultsOfHeader(req.get('x-emulator-fault'))];
    await pause(panel.latencyMs + msOf(faults, 'slow'));
    if (has(faults, 'hang')) return;
    if (has(faults, 'drop-before')) return void req.socket.destroy();
    if (has(faults, 'drop-late')) {
      const at = panel.world.now() + msOf(faults, 'drop-late');
      panel.world.later(at, () => void answer(panel, route, { label, req, faults }));
      return void req.socket.destroy();
    }
    const reply = earlyReply(faults) ?? answer(panel, route, { label, req, faults });
    if (has(faults, 'drop-after')) return void req.socket.destroy();
    const date = new Date(panel.world.now() + msOf(faults, 'clock-skew')).toUTCString();
    const final = has(faults, 'error-after') ? htmlError() : reply;
    send(res, { ...final, headers: { ...final.headers, Date: date } }, faults);
  };
}

function answer(
  panel: Panel,
  route: Route,
  given: { label: string; req: Request; faults: ActiveFault[] },
): Reply {
  const { req, label, faults } = given;
  panel.world.settle();
  const verdict = panel.access.check(req.get('authorization'), { label, address: req.socket.remoteAddress });
  if ('refusal' in verdict) return verdict.refusal;
  const reply = handled(route, callOf(panel, req, faults));
  return { ...reply, headers: { ...verdict.headers, ...reply.headers } };
}

function handled(route: Route, call: Call): Reply {
  try {
    return route.handle(call);
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}

function callOf(panel: Panel, req: Request, faults: ActiveFault[]): Call {
  const shift = (has(faults, 'skip-row') ? 1 : 0) - (has(faults, 'repeat-row') ? 1 : 0);
  return {
    world: panel.world,
    profile: panel.profile,
    path: req.path.replace(/^\/api\/v1/, ''),
    params: req.params as Record<string, string>,
    query: req.query,
    body: req.body,
    distortion: {
      remoteStateFalse: has(faults, 'remote-state-false'),
      emptyList: has(faults, 'empty-list'),
      pageShift: shift,
    },
  };
}

/** Faults that answer instead of the route: nothing has been done. */
const early: Partial<Record<FaultKind, (fault: ActiveFault) => Reply>> = {
  unauthorized,
  forbidden,
  'not-found-bare': bareNotFound,
  invalid: () => invalid({ emulator: ['Refused by a fault switch.'] }),
  locked,
  'rate-limited': (fault) => tooMany(fault.retryAfter),
  unavailable: () => ({ status: 503, body: { message: 'Service Unavailable' } }),
  error: htmlError,
  html: htmlPage,
};

function earlyReply(faults: ActiveFault[]): Reply | undefined {
  for (const fault of faults) {
    const make = early[fault.kind];
    if (make) return make(fault);
  }
  return undefined;
}

/** Sends a reply; two faults cut it in the middle, one honestly sized and one with the connection. */
export function send(res: Response, reply: Reply, faults: ActiveFault[] = []): void {
  const { status, body, contentType, headers } = reply;
  const whole = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const bytes = Buffer.from(whole);
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  const payload = has(faults, 'half-json') ? half : bytes;
  const type = contentType ?? (body === undefined ? undefined : 'application/json');
  res.statusCode = status;
  for (const [name, value] of Object.entries(headers ?? {})) res.setHeader(name, value);
  if (type) res.setHeader('Content-Type', type);
  if (status !== 204) res.setHeader('Content-Length', payload.length);
  if (has(faults, 'half-reply')) res.write(half, () => res.destroy());
  else res.end(payload);
}

function has(faults: ActiveFault[], kind: FaultKind): boolean {
  return faults.some((fault) => fault.kind === kind);
}

function msOf(faults: ActiveFault[], kind: FaultKind): number {
  return faults.filter((fault) => fault.kind === kind).reduce((sum, fault) => sum + fault.ms, 0);
}

/** Latency is the one thing here that takes real time. */
function pause(ms: number): Promise<void> | undefined {
  return ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : undefined;
}
