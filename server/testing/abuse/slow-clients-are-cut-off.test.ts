import { Agent, get, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import express from 'express';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listen, stopListening } from '../../http/listen.ts';

/** Slowloris: many connections that never finish what they began. */
const within = { headersMs: 300, requestMs: 600 };
let server: Server;
let port: number;
let sockets: Socket[];

beforeEach(async () => {
  const app = express();
  app.get('/', (_request, response) => response.send('served'));
  app.post('/', express.text(), (_request, response) => response.send('read'));
  server = await listen(app, { port: 0, host: '127.0.0.1', within });
  port = (server.address() as AddressInfo).port;
  sockets = [];
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await stopListening(server);
});

/** What the server said before it hung up, and how long that took. */
function begin(text: string): Promise<{ said: string; afterMs: number }> {
  const startedAt = performance.now();
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  let said = '';
  socket.on('data', (chunk) => {
    said += chunk;
  });
  socket.on('error', () => {});
  socket.write(text);
  return new Promise((resolve) => {
    socket.once('close', () => resolve({ said, afterMs: performance.now() - startedAt }));
  });
}

test('headers that never end are cut off', async () => {
  const { said, afterMs } = await begin('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
  expect(said).toMatch(/^HTTP\/1\.1 408/);
  expect(afterMs).toBeLessThan(3_000);
});

test('a body that never ends is cut off', async () => {
  const { said, afterMs } = await begin(
    'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nx',
  );
  expect(said).not.toContain('read');
  expect(afterMs).toBeLessThan(3_000);
});

test('a hundred who do so keep nobody from being served', async () => {
  const slow = Array.from({ length: 100 }, () => begin('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: '));
  const reply = await fetch(`http://127.0.0.1:${port}/`);
  expect(await reply.text()).toBe('served');
  expect((await Promise.all(slow)).every(({ said }) => said.startsWith('HTTP/1.1 408'))).toBe(true);
});

test('whoever keeps a connection between two requests for longer than that is served again', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = () =>
    new Promise<{ status: number | undefined; reused: boolean }>((resolve, reject) => {
      const sent = get({ port, host: '127.0.0.1', agent }, (reply) => {
        reply.resume().once('end', () => resolve({ status: reply.statusCode, reused: sent.reusedSocket }));
      });
      sent.once('error', reject);
    });
  await ask();
  const { afterMs } = await begin('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
  expect(afterMs).toBeGreaterThan(within.headersMs - 100);
  expect(await ask()).toEqual({ status: 200, reused: true });
  agent.destroy();
});
