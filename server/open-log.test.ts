import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLog } from './log.ts';
import { missingTransports, openLog, rollingFile } from './open-log.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skypanel-log-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Every line of every file of the log, the oldest file first. */
async function linesOf(): Promise<Record<string, unknown>[]> {
  const names = (await readdir(folder)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) => text.trim().split('\n')).map((line) => JSON.parse(line));
}

describe('a log file', () => {
  test('holds JSON lines that say whose they are, and no secret; others may not read it', async () => {
    const log = await openLog({
      logLevel: 'info',
      logFile: join(folder, 'billing.log'),
      logShipping: undefined,
    });
    log.child({ requestId: 'r1' }).info('run closed', { runId: 7, apiToken: 'canary' });
    expect(await linesOf()).toEqual([
      expect.objectContaining({
        level: 'info',
        pid: process.pid,
        requestId: 'r1',
        runId: 7,
        msg: 'run closed',
      }),
    ]);
    const [name = ''] = await readdir(folder);
    expect(name).toMatch(/^billing\.\d{4}-\d\d-\d\d\.1\.log$/);
    expect((await stat(join(folder, name))).mode & 0o007).toBe(0);
    expect(JSON.stringify(await linesOf())).not.toContain('canary');
  });

  test('is begun anew when it is full; every line is in one of them, and the oldest file goes', async () => {
    const stream = await rollingFile(join(folder, 'billing.log'), {
      size: '2k',
      frequency: 'daily',
      files: 2,
    });
    const log = createLog({ level: 'info' }, stream);
    for (let n = 1; n <= 100; n += 1) {
      log.info('line', { n, filling: 'x'.repeat(60) });
      // The next file is opened between two turns of the event loop.
      await new Promise((resolve) => setImmediate(resolve));
    }
    await vi.waitFor(async () => expect((await readdir(folder)).length).toBe(2));
    const kept = (await linesOf()).map(({ n }) => Number(n)).sort((a, b) => a - b);
    const [first = 0] = kept;
    expect(first).toBeGreaterThan(1);
    expect(kept).toEqual(Array.from({ length: 101 - first }, (_, index) => first + index));
  });

  test('in a place that cannot be written is told as what it is', async () => {
    await writeFile(join(folder, 'a-file'), '');
    const logFile = join(folder, 'a-file', 'billing.log');
    await expect(openLog({ logLevel: 'info', logFile, logShipping: undefined })).rejects.toThrow(
      /^LOG_FILE cannot be written: /,
    );
  });
});

describe('shipping', () => {
  test('to a service whose package is not there says which, and how to get it', async () => {
    const logShipping = { service: 'otlp' as const, url: 'http://olive:canary@otlp.example' };
    expect(missingTransports(logShipping)).toEqual(['pino-opentelemetry-transport@4.0.2']);
    const failure = await openLog({ logLevel: 'info', logFile: undefined, logShipping }).catch(String);
    expect(failure).toContain('npm install --prefix .. pino-opentelemetry-transport@4.0.2');
    expect(failure).not.toContain('canary');
  });

  test('to Loki brings every line there, secrets out, and keeps it in the file as well', async () => {
    const received: string[] = [];
    const server = createServer(async (request, response) => {
      for await (const chunk of request) received.push(String(chunk));
      response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://olive:pw@127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const log = await openLog({
        logLevel: 'info',
        logFile: join(folder, 'billing.log'),
        logShipping: { service: 'loki', url },
      });
      log.child({ runId: 7 }).warn('shipped', { serverId: 3, apiToken: 'canary' });
      await vi.waitFor(() => expect(received.join('')).toContain('shipped'), { timeout: 15_000 });
      const [stream] = JSON.parse(received.join('')).streams;
      expect(stream.stream).toMatchObject({ service_name: 'skypanel-billing', level: 'warning' });
      expect(JSON.parse(stream.values[0][1])).toMatchObject({ msg: 'shipped', runId: 7, serverId: 3 });
      expect(received.join('')).not.toContain('canary');
      expect(await linesOf()).toHaveLength(1);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
