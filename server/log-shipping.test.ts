import { describe, expect, test } from 'vitest';
import {
  type LogShipping,
  shippingAddressProblem,
  transportsFor,
  transportVersions,
} from './log-shipping.ts';

describe('an address for a service', () => {
  test.each<[LogShipping['service'], string, string | null]>([
    ['loki', 'https://loki.example', null],
    ['otlp', 'http://localhost:4318/v1/logs', null],
    ['syslog', 'udp://10.0.0.5', null],
    ['syslog', 'tls://syslog.example:6514', null],
    ['syslog', 'https://syslog.example', 'must begin with udp:// or tcp:// or tls://'],
    ['loki', 'tcp://loki.example', 'must begin with http:// or https://'],
    ['otlp', 'nonsense', 'must be the URL of the service'],
  ])('%s at %s: %s', (service, url, problem) => {
    const found = shippingAddressProblem({ service, url });
    if (problem === null) expect(found).toBeNull();
    else expect(found).toContain(problem);
  });
});

describe('what a transport is told', () => {
  const optionsOf = (service: LogShipping['service'], url: string) =>
    transportsFor({ service, url }).map(({ packageName, options }) => [packageName, options]);

  test('loki gets host, path and credentials apart', () => {
    expect(optionsOf('loki', 'https://olive:p%40ss@loki.example:3100')).toEqual([
      [
        'pino-loki',
        expect.objectContaining({
          host: 'https://loki.example:3100',
          endpoint: 'loki/api/v1/push',
          basicAuth: { username: 'olive', password: 'p@ss' },
        }),
      ],
    ]);
  });

  test('otlp gets the path of logs, and credentials as a header', () => {
    const [[, options] = []] = optionsOf('otlp', 'https://olive:secret@otlp.example');
    expect(options).toMatchObject({
      logRecordProcessorOptions: {
        exporterOptions: {
          protocol: 'http/protobuf',
          protobufExporterOptions: {
            url: 'https://otlp.example/v1/logs',
            headers: { authorization: `Basic ${Buffer.from('olive:secret').toString('base64')}` },
          },
        },
      },
    });
  });

  test.each([
    ['udp://10.0.0.5', { address: '10.0.0.5', port: 514, mode: 'udp' }],
    ['tcp://[::1]:1514', { address: '::1', port: 1514, mode: 'tcp', secure: false }],
    ['tls://syslog.example', { address: 'syslog.example', port: 6514, mode: 'tcp', secure: true }],
  ])('syslog at %s is two transports: format, then send', (url, socket) => {
    expect(optionsOf('syslog', url)).toEqual([
      ['pino-syslog', expect.objectContaining({ newline: true })],
      ['pino-socket', expect.objectContaining(socket)],
    ]);
  });

  test('every package has a version that runs on this Node', () => {
    const named = (['otlp', 'loki', 'syslog'] as const).flatMap((service) =>
      transportsFor({ service, url: 'tcp://any.example' }).map(({ packageName }) => packageName),
    );
    expect(named.sort()).toEqual(Object.keys(transportVersions).sort());
  });
});
