import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface ScriptedRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
  /** Of the connection it came by. */
  remotePort: number | undefined;
  /** How many requests came before this one. */
  before: number;
}

/** What the script answers; `fault` breaks the wire instead: no answer at all, or a body that ends too soon. */
export interface ScriptedReply {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  text?: string;
  fault?: 'silence' | 'hang up' | 'cut short';
}

export interface ScriptedPanel {
  url: string;
  requests: ScriptedRequest[];
  close(): Promise<void>;
}

/** A local server that answers as its script says, and remembers what it was asked. */
export async function scriptedPanel(
  script: (request: ScriptedRequest) => ScriptedReply | Promise<ScriptedReply>,
  tls?: { key: string; cert: string },
): Promise<ScriptedPanel> {
  const requests: ScriptedRequest[] = [];
  const listener: RequestListener = (incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', async () => {
      const url = new URL(incoming.url ?? '/', 'http://panel');
      const request: ScriptedRequest = {
        method: incoming.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString(),
        remotePort: incoming.socket.remotePort,
        before: requests.length,
      };
      requests.push(request);
      answer(response, await script(request));
    });
  };
  const server: Server = tls ? createTlsServer(tls, listener) : createServer(listener);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function answer(response: ServerResponse, reply: ScriptedReply): void {
  if (reply.fault === 'silence') return;
  if (reply.fault === 'hang up') {
    response.socket?.destroy();
    return;
  }
  const body = reply.text ?? (reply.json === undefined ? '' : JSON.stringify(reply.json));
  const type = reply.json === undefined ? {} : { 'content-type': 'application/json' };
  response.writeHead(reply.status ?? 200, { ...type, ...reply.headers });
  if (reply.fault === 'cut short') {
    response.write(body.slice(0, body.length / 2), () => response.socket?.destroy());
    return;
  }
  response.end(body);
}
