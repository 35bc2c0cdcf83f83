import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fleet } from './fleet.ts';
import { Access } from './http/access.ts';
import { virtFusionApp } from './http/app.ts';
import type { Profile } from './http/call.ts';
import { CallLog } from './http/call-log.ts';
import { Faults } from './http/faults.ts';
import type { Behaviour } from './world/behaviour.ts';
import { World } from './world/world.ts';

export interface VirtFusionEmulatorOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  host?: '127.0.0.1';
  token?: string;
  /** The clock of the world: time stamps, delayed effects and rate limits follow it. Default: the system's. */
  now?: () => Date;
  /** Real milliseconds that every answer takes. */
  latencyMs?: number;
  profile?: Profile;
  /** What the world holds at the start; nothing unless given. */
  fleet?: Fleet;
  behaviour?: Partial<Behaviour>;
}

export interface VirtFusionEmulator {
  /** `http://127.0.0.1:port`, without `/api/v1`. */
  readonly url: string;
  /** A token with every permission and no limit. */
  readonly token: string;
  readonly world: World;
  readonly faults: Faults;
  readonly calls: CallLog;
  /** Ends at once, open connections included. */
  close(): Promise<void>;
}

/** Starts a VirtFusion panel's API on loopback. @throws Error when the port is taken. */
export async function startVirtFusionEmulator(
  options: VirtFusionEmulatorOptions = {},
): Promise<VirtFusionEmulator> {
  const { token = 'virtfusion-emulator-token', host = '127.0.0.1', profile = '7.0', latencyMs = 0 } = options;
  // The clock is the machine's only where nobody brings one: an emulated panel has a clock of its own.
  const now = options.now ?? (() => new Date());
  const world = new World({ now, behaviour: options.behaviour });
  world.addToken({ token });
  options.fleet?.(world);
  const [faults, calls] = [new Faults(), new CallLog()];
  const app = virtFusionApp({ world, profile, latencyMs, access: new Access(world), faults, calls });
  const server = createServer(app);
  server.keepAliveTimeout = 60_000;
  const port = await listening(server, options.port ?? 0, host);
  return { url: `http://${host}:${port}`, token, world, faults, calls, close: () => closed(server) };
}

function listening(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
