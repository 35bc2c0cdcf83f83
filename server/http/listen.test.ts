import { Agent, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, test } from 'vitest';
import { listen, stopListening } from './listen.ts';

/** Asks on the agent's one connection, and reads the whole reply. */
function ask(port: number, agent: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', path: '/', agent }, (reply) => {
      reply.resume().once('end', () => resolve(reply));
    }).once('error', reject);
  });
}

test('who asks once more on a kept connection while the server stops is answered, and told to go elsewhere', async () => {
  const app = express();
  app.get('/', (_request, response) => response.send('here'));
  const server = await listen(app, { port: 0, host: '127.0.0.1' });
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  expect((await ask(port, agent)).headers.connection).toBe('keep-alive');

  const stopped = stopListening(server);
  const reply = await ask(port, agent);
  expect([reply.statusCode, reply.headers.connection]).toEqual([200, 'close']);
  await stopped;
  await expect(ask(port, agent)).rejects.toThrow('ECONNREFUSED');
  agent.destroy();
});

test('a connection that is kept and not used is let go: stopping waits for nobody idle', async () => {
  const server = await listen(express(), { port: 0, host: '127.0.0.1' });
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  await ask(port, agent);
  const startedAt = performance.now();
  await stopListening(server);
  expect(performance.now() - startedAt).toBeLessThan(3000);
  agent.destroy();
});
