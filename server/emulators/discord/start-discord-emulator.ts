import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { problemWithMessage } from './problem-with-message.ts';
import { RateWindow } from './rate-window.ts';

export type DiscordFault = 'limited' | 'broken' | 'gateway' | 'silent';

export interface DiscordEmulator {
  /** The address of its one webhook. */
  url: string;
  /** What was posted, as it came. */
  messages: Record<string, unknown>[];
  /** The status of every answer, in order. */
  answers: number[];
  /** Faults of the calls to come, one each. */
  faults: DiscordFault[];
  close(): Promise<void>;
}

const ID = '1170000000000000001';
const TOKEN = 'emulated-token_A1';
/** What an unannounced limit asks for, in seconds. */
const LIMITED_S = 1.5;

/** Discord's webhook endpoint on loopback. Its limit follows `now`. See README.md for the source of each fact. */
export async function startDiscordEmulator({
  now,
  onMessage = () => {},
}: {
  now: () => Date;
  onMessage?: (message: Record<string, unknown>) => void;
}): Promise<DiscordEmulator> {
  const messages: DiscordEmulator['messages'] = [];
  const answers: number[] = [];
  const faults: DiscordFault[] = [];
  const limit = new RateWindow({ requests: 5, windowMs: 2000, now });

  const answer = (
    response: ServerResponse,
    status: number,
    body: unknown,
    extra: Record<string, string> = {},
  ) => {
    answers.push(status);
    response.writeHead(status, { 'content-type': 'application/json', ...limit.headers(), ...extra });
    response.end(body === null ? undefined : JSON.stringify(body));
  };
  const refuseByLimit = (response: ServerResponse, seconds: number) =>
    answer(
      response,
      429,
      { message: 'You are being rate limited.', retry_after: seconds, global: false },
      { 'retry-after': String(Math.ceil(seconds)) },
    );

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const [, id, token] = /^\/api(?:\/v\d+)?\/webhooks\/(\d+)\/([\w-]+)$/.exec(url.pathname) ?? [];
    const body = await readBody(request);
    if (request.method !== 'POST' || id !== ID) {
      return answer(response, 404, { message: 'Unknown Webhook', code: 10015 });
    }
    if (token !== TOKEN) return answer(response, 401, { message: 'Invalid Webhook Token', code: 50027 });
    const fault = faults.shift();
    if (fault === 'limited') return refuseByLimit(response, LIMITED_S);
    if (fault === 'broken') return answer(response, 500, { message: 'Internal Server Error', code: 0 });
    const waitMs = limit.take();
    if (waitMs > 0) return refuseByLimit(response, waitMs / 1000);
    const problem = problemWithMessage(body);
    if (problem) return answer(response, 400, { message: problem, code: 50035 });
    messages.push(body as Record<string, unknown>);
    onMessage(body as Record<string, unknown>);
    if (fault === 'silent') return request.socket.destroy();
    if (fault === 'gateway') return answer(response, 502, null);
    const isWaiting = url.searchParams.get('wait') === 'true';
    answer(response, isWaiting ? 200 : 204, isWaiting ? { id: String(messages.length), type: 0 } : null);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/webhooks/${ID}/${TOKEN}`,
    messages,
    answers,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return null;
  }
}
