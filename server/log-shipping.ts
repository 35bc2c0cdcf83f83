/** Central services that take log lines, by what they speak. */
export const logServices = ['otlp', 'syslog', 'loki'] as const;
export type LogService = (typeof logServices)[number];

/** Where every line is sent besides where it is kept. */
export interface LogShipping {
  service: LogService;
  /** May hold a user and a password: never shown. */
  url: string;
}

/** A pino transport, and what it is told. Several are a chain: each feeds the next. */
export interface LogTransport {
  packageName: string;
  options: Record<string, unknown>;
}

const schemes: Record<LogService, readonly string[]> = {
  otlp: ['http:', 'https:'],
  loki: ['http:', 'https:'],
  syslog: ['udp:', 'tcp:', 'tls:'],
};

/** The versions that run on the Node of this release; none is installed with the product. */
export const transportVersions: Record<string, string> = {
  'pino-opentelemetry-transport': '4.0.2',
  'pino-loki': '3.0.0',
  'pino-syslog': '4.0.0',
  'pino-socket': '8.0.0',
};

/** What is wrong with an address for a service, to stand after its variable's name; null when nothing is. */
export function shippingAddressProblem({ service, url }: LogShipping): string | null {
  const wanted = schemes[service];
  if (!URL.canParse(url)) return 'must be the URL of the service';
  const { protocol, hostname } = new URL(url);
  if (wanted.includes(protocol) && hostname !== '') return null;
  return `must begin with ${wanted.map((scheme) => `${scheme}//`).join(' or ')} and name a host, for LOG_SHIP=${service}`;
}

/** The transports that speak to a service. */
export function transportsFor(shipping: LogShipping): LogTransport[] {
  const url = new URL(shipping.url);
  switch (shipping.service) {
    case 'otlp':
      return [{ packageName: 'pino-opentelemetry-transport', options: otlpOptions(url) }];
    case 'loki':
      return [{ packageName: 'pino-loki', options: lokiOptions(url) }];
    case 'syslog':
      return [
        // One line each, since TCP keeps no borders; `local0` is facility 16.
        { packageName: 'pino-syslog', options: { appname: SERVICE, newline: true, facility: 16 } },
        { packageName: 'pino-socket', options: socketOptions(url) },
      ];
    default:
      return shipping.service satisfies never;
  }
}

/** What the lines are called at the other end. */
const SERVICE = 'skypanel-billing';
const SYSLOG_PORTS: Record<string, number> = { 'udp:': 514, 'tcp:': 514, 'tls:': 6514 };

function otlpOptions(url: URL) {
  const exporter = { url: withPath(url, '/v1/logs'), headers: basicHeader(url) };
  return {
    loggerName: SERVICE,
    resourceAttributes: { 'service.name': SERVICE },
    logRecordProcessorOptions: {
      recordProcessorType: 'batch',
      exporterOptions: { protocol: 'http/protobuf', protobufExporterOptions: exporter },
    },
  };
}

function lokiOptions(url: URL) {
  return {
    host: url.origin,
    endpoint: pathOr(url, '/loki/api/v1/push').slice(1),
    ...(url.username === ''
      ? {}
      : {
          basicAuth: {
            username: decodeURIComponent(url.username),
            password: decodeURIComponent(url.password),
          },
        }),
    labels: { service_name: SERVICE },
    batching: { interval: 2, maxBufferSize: 10_000 },
  };
}

function socketOptions(url: URL) {
  const port = url.port === '' ? SYSLOG_PORTS[url.protocol] : Number(url.port);
  const address = url.hostname.replace(/^\[|\]$/g, '');
  if (url.protocol === 'udp:') return { address, port, mode: 'udp' };
  const kept = { reconnect: true, recovery: true, recoveryQueueMaxSize: 1_000_000 };
  return { address, port, mode: 'tcp', secure: url.protocol === 'tls:', ...kept };
}

function basicHeader(url: URL): Record<string, string> {
  if (url.username === '') return {};
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function withPath(url: URL, path: string): string {
  return `${url.origin}${pathOr(url, path)}`;
}

function pathOr({ pathname }: URL, usual: string): string {
  return pathname === '' || pathname === '/' ? usual : pathname;
}
