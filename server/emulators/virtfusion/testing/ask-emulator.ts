import {
  startVirtFusionEmulator,
  type VirtFusionEmulator,
  type VirtFusionEmulatorOptions,
} from '../start-virtfusion-emulator.ts';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; undefined when there is none, or it is no JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into replies of many shapes, which they prove themselves
  body: any;
}

export interface Ask {
  method?: string;
  body?: unknown;
  fault?: string;
  token?: string | null;
  signal?: AbortSignal;
}

export interface EmulatorUnderTest {
  emulator: VirtFusionEmulator;
  clock: { now: Date; advance: (ms: number) => void };
  /** Calls a path below `/api/v1`, or any path that begins with `/__emulator`. */
  ask: (path: string, options?: Ask) => Promise<Answer>;
}

/** An emulator whose clock stands still until a test moves it. Close it when done. */
export async function emulatorUnderTest(options: VirtFusionEmulatorOptions = {}): Promise<EmulatorUnderTest> {
  const clock = {
    now: new Date('2026-03-10T12:00:00Z'),
    advance(ms: number) {
      clock.now = new Date(clock.now.getTime() + ms);
    },
  };
  const emulator = await startVirtFusionEmulator({ now: () => clock.now, ...options });
  const ask = async (path: string, asked: Ask = {}) => {
    const prefix = path.startsWith('/__emulator') ? '' : '/api/v1';
    const response = await fetch(emulator.url + prefix + path, requestOf(asked, emulator.token));
    return answerOf(response);
  };
  return { emulator, clock, ask };
}

function requestOf({ method = 'GET', body, fault, token, signal }: Ask, fallback: string): RequestInit {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (token !== null) headers.Authorization = `Bearer ${token ?? fallback}`;
  if (fault) headers['x-emulator-fault'] = fault;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  return { method, headers, signal: signal ?? null, body: body === undefined ? null : JSON.stringify(body) };
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
