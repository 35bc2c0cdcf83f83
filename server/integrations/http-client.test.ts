import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { createHttpClient, type HttpClient, HttpFailure, type HttpRequest } from './http-client.ts';
import { type ScriptedReply, scriptedPanel } from './virtfusion/testing/scripted-panel.ts';
import { selfSignedCertificate } from './virtfusion/testing/self-signed-certificate.ts';

async function send(
  script: () => ScriptedReply,
  request: Partial<HttpRequest> = {},
  options: Partial<Parameters<typeof createHttpClient>[0]> = {},
) {
  const panel = await scriptedPanel(script);
  const http = createHttpClient({ connections: 2, reach: 'private', ...options });
  try {
    const url = request.url ?? new URL('/thing?a=1', panel.url);
    const reply = await endOf(http, { method: 'GET', headers: {}, timeoutMs: 2_000, ...request, url });
    return { reply, received: panel.requests.length, panel };
  } finally {
    await panel.close();
    await http.close();
  }
}

function endOf(http: HttpClient, request: HttpRequest) {
  return http.send(request).catch((error: unknown) => {
    if (error instanceof HttpFailure) return error;
    throw error;
  });
}

/** A port on which nobody listens. */
async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

test('a reply comes with its status, its headers and its text', async () => {
  const script = () => ({ status: 418, headers: { 'X-Kind': 'tea' }, json: { pot: true } });
  expect((await send(script)).reply).toMatchObject({
    status: 418,
    headers: { 'x-kind': 'tea', 'content-type': 'application/json' },
    body: '{"pot":true}',
  });
});

test('a redirect is a reply, not followed', async () => {
  const { reply, received } = await send(() => ({ status: 302, headers: { location: '/elsewhere' } }));
  expect([reply, received]).toMatchObject([{ status: 302 }, 1]);
});

test.each`
  fault          | method    | reason          | because
  ${'silence'}   | ${'GET'}  | ${'timeout'}    | ${'the limit'}
  ${'silence'}   | ${'POST'} | ${'timeout'}    | ${'it may have been acted on'}
  ${'hang up'}   | ${'GET'}  | ${'connection'} | ${'no reply'}
  ${'hang up'}   | ${'POST'} | ${'connection'} | ${'it may have been acted on'}
  ${'cut short'} | ${'GET'}  | ${'connection'} | ${'half a reply is none'}
`(
  '$method and $fault: $reason after one request that was sent ($because)',
  async ({ fault, method, reason }) => {
    const script = () => ({ fault, text: 'x'.repeat(1_000) });
    const { reply, received } = await send(script, { method, timeoutMs: 400 });
    expect(reply).toMatchObject({ name: 'HttpFailure', reason, requestSent: true });
    expect(received).toBe(1);
  },
);

test('a reply longer than the limit is refused', async () => {
  const { reply } = await send(() => ({ text: 'x'.repeat(100_000) }), {}, { maxReplyBytes: 1_000 });
  expect(reply).toMatchObject({ reason: 'tooLarge', requestSent: true });
});

test('where nobody listens nothing was sent', async () => {
  const url = new URL(`http://127.0.0.1:${await deadPort()}/`);
  const { reply } = await send(() => ({}), { url, method: 'POST', body: '{}' });
  expect(reply).toMatchObject({ reason: 'connection', requestSent: false, code: 'ECONNREFUSED' });
});

test('a host that never completes a connection runs into the limit with nothing sent', async () => {
  // A TLS client waits for a greeting that a mute TCP server never gives.
  const mute = createServer(() => undefined);
  await new Promise<void>((listening) => mute.listen(0, '127.0.0.1', listening));
  const { port } = mute.address() as AddressInfo;
  const url = new URL(`https://127.0.0.1:${port}/`);
  const http = createHttpClient({ connections: 1, reach: 'private' });
  const sockets: { destroy(): void }[] = [];
  mute.on('connection', (socket) => sockets.push(socket));
  const end = await endOf(http, { method: 'POST', url, headers: {}, timeoutMs: 400 });
  for (const socket of sockets) socket.destroy();
  await new Promise((closed) => mute.close(closed));
  await http.close();
  expect(end).toMatchObject({ reason: 'timeout', requestSent: false });
});

test('cancelled before, nothing is sent; cancelled meanwhile, it says so', async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 80);
  const meanwhile = await send(() => ({ fault: 'silence' }), { signal: stop.signal });
  expect(meanwhile.reply).toMatchObject({ reason: 'cancelled', requestSent: true });
  const before = await send(() => ({}), { signal: stop.signal });
  expect(before).toMatchObject({ reply: { reason: 'cancelled', requestSent: false }, received: 0 });
});

test('after closing nothing is sent', async () => {
  const http = createHttpClient({ connections: 1, reach: 'private' });
  await http.close();
  const end = await endOf(http, {
    method: 'GET',
    url: new URL('http://127.0.0.1:1/'),
    headers: {},
    timeoutMs: 500,
  });
  expect(end).toMatchObject({ reason: 'cancelled', requestSent: false });
});

test('one connection serves call after call', async () => {
  const ports = new Set<number | undefined>();
  const panel = await scriptedPanel(() => ({ json: {} }));
  const http = createHttpClient({ connections: 1, reach: 'private' });
  const url = new URL(panel.url);
  for (let sent = 0; sent < 5; sent++) {
    await http.send({ method: 'GET', url, headers: {}, timeoutMs: 1_000 });
    ports.add(panel.requests.at(-1)?.remotePort);
  }
  await http.close();
  await panel.close();
  expect(ports.size).toBe(1);
});

test.each`
  ca                       | end
  ${'its own certificate'} | ${{ status: 200 }}
  ${'no certificate'}      | ${{ reason: 'connection', requestSent: false, code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }}
`('a self-signed panel, trusting $ca', async ({ ca, end }) => {
  const tls = selfSignedCertificate();
  const panel = await scriptedPanel(() => ({ json: [] }), tls);
  const http = createHttpClient({
    connections: 1,
    reach: 'private',
    ...(ca === 'no certificate' ? {} : { ca: tls.cert }),
  });
  const url = new URL(panel.url);
  const reply = await endOf(http, { method: 'GET', url, headers: {}, timeoutMs: 2_000 });
  await http.close();
  await panel.close();
  expect(reply).toMatchObject(end);
});
