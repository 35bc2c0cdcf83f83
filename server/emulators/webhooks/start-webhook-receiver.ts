import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedWebhook {
  headers: Record<string, string>;
  /** As it came: what was signed. */
  body: string;
}

export interface WebhookReceiver {
  url: string;
  received: ReceivedWebhook[];
  /** The statuses of the answers to come, one each; 204 when there are none. 302 leads to '/elsewhere'. */
  statuses: number[];
  /** Requests to any other path than that of `url`. */
  strays: string[];
  close(): Promise<void>;
}

/** Somebody's receiver of webhooks on loopback: keeps what comes, and answers as told. It judges nothing. */
export async function startWebhookReceiver({
  onWebhook = () => {},
}: {
  onWebhook?: (webhook: ReceivedWebhook) => void;
} = {}): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const statuses: number[] = [];
  const strays: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.url !== '/hooks') {
      strays.push(request.url ?? '');
      return response.writeHead(204).end();
    }
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const webhook = { headers, body: Buffer.concat(chunks).toString('utf8') };
    received.push(webhook);
    onWebhook(webhook);
    const status = statuses.shift() ?? 204;
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    received,
    statuses,
    strays,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
