import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type LogLevel, logLevels } from './log.ts';
import { type LogShipping, logServices, shippingAddressProblem } from './log-shipping.ts';

export const processRoles = ['web', 'worker', 'cron'] as const;
export type ProcessRole = (typeof processRoles)[number];

/** Everything the environment decides. Absent and empty variables are the same thing. */
export interface Env {
  /** 0 asks the system for a free one. */
  port: number;
  host: string;
  /** Undefined: the embedded Postgres. */
  databaseUrl: string | undefined;
  /** Absolute. */
  dataDir: string;
  /** Absolute: where files of packed months go. */
  archiveDir: string;
  /** 32 bytes; undefined: the key file in `dataDir`. */
  secretKey: Buffer | undefined;
  roles: ReadonlySet<ProcessRole>;
  /** Batches that all processes together bill side by side; at least 1. */
  billingHands: number;
  logLevel: LogLevel;
  /** Absolute: where lines go instead of standard output; rolled daily and by size. */
  logFile: string | undefined;
  /** The central service that gets every line as well. */
  logShipping: LogShipping | undefined;
  adminEmail: string | undefined;
  adminPassword: string | undefined;
  /** No slash at the end of `apiUrl`. */
  virtfusion: { apiUrl: string; apiToken: string } | undefined;
  /** What Express takes as 'trust proxy'. */
  trustProxy: false | number | string[];
  /** Where browsers find the application; no slash at the end. */
  publicUrl: string | undefined;
  /** Whether webhooks may go to private networks and over plain HTTP. */
  privateWebhooks: boolean;
  /** Opens /metrics; undefined: there is none. */
  metricsToken: string | undefined;
  /** Called after each run that went well. A secret: who knows it can call it. */
  heartbeatUrl: string | undefined;
  /** Where traces go. The OpenTelemetry SDK reads the variable itself (`scripts/trace.mjs`). */
  tracesEndpoint: string | undefined;
}

/** The environment cannot be used: every problem, a sentence each, naming its variable and never its value. */
export class EnvError extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(
      `The environment has ${problems.length} problem(s):\n${problems.map((line) => `- ${line}`).join('\n')}`,
    );
    this.name = 'EnvError';
    this.problems = problems;
  }
}

/** Reads `source`, or else the process's environment with `.env` of the working directory beneath it. Throws EnvError. */
export function readEnv(source: Record<string, string | undefined> = processEnvironment()): Env {
  const filled = Object.fromEntries(
    Object.entries(source).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  );
  const parsed = variables.safeParse(filled);
  const problems = [
    ...(parsed.error?.issues.map(problemOf) ?? []),
    ...missingHalf(filled),
    ...wrongAddress(parsed.data),
  ];
  if (!parsed.success || problems.length > 0) throw new EnvError(problems);
  return toEnv(parsed.data);
}

function processEnvironment() {
  if (existsSync('.env')) process.loadEnvFile('.env'); // variables already set win over the file
  return process.env;
}

const wholeNumber = (max: number, message: string) =>
  z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((number) => number <= max, message);

const webAddress = z
  .string()
  .refine(isWebAddress, 'must be an http or https URL without user, query or fragment')
  .transform((url) => url.replace(/\/+$/, ''));

const variables = z.object({
  PORT: wholeNumber(65_535, 'must be a port number from 0 to 65535').default(3000),
  HOST: z.string().default('0.0.0.0'),
  DATABASE_URL: z
    .string()
    .refine(isDatabaseUrl, 'must look like postgres://user:password@host:5432/database')
    .optional(),
  DATA_DIR: z.string().default('.data'),
  ARCHIVE_DIR: z.string().optional(),
  SECRET_KEY: z
    .string()
    .min(32, 'must be 32 bytes in hex or base64, or at least 32 characters of text')
    .transform(keyBytes)
    .optional(),
  ROLES: z
    .string()
    .default(processRoles.join(','))
    .transform(splitList)
    .pipe(z.array(roleName()).nonempty('names no role')),
  BILLING_HANDS: wholeNumber(64, 'must be a whole number from 1 to 64')
    .refine((hands) => hands > 0, 'must be a whole number from 1 to 64')
    .default(2),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  ADMIN_EMAIL: z.email('must be an email address').optional(),
  ADMIN_PASSWORD: z.string().min(12, 'must have at least 12 characters').optional(),
  VIRTFUSION_API_URL: webAddress.optional(),
  VIRTFUSION_API_TOKEN: z.string().regex(/^\S+$/, 'must not contain spaces').optional(),
  TRUST_PROXY: z.string().transform(trustedProxies).default(false),
  PUBLIC_URL: webAddress.optional(),
  PRIVATE_WEBHOOKS: z
    .enum(['allow', 'refuse'], 'must be allow or refuse')
    .default('refuse')
    .transform((word) => word === 'allow'),
  LOG_FILE: z.string().optional(),
  LOG_SHIP: z.enum(logServices, `must be one of ${logServices.join(', ')}`).optional(),
  LOG_SHIP_URL: z.url('must be the URL of the service').optional(),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{24,}$/, 'must have at least 24 characters, without spaces')
    .optional(),
  HEARTBEAT_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: webAddress.optional(),
});

const pairs = [
  ['VIRTFUSION_API_URL', 'VIRTFUSION_API_TOKEN'],
  ['LOG_SHIP', 'LOG_SHIP_URL'],
] as const;

// Beside the schema, which judges no pair while any single variable is wrong.
function missingHalf(filled: Record<string, string>): string[] {
  return pairs.flatMap((pair) => {
    const missing = pair.filter((name) => !filled[name]);
    return missing.length === 1
      ? [`${missing[0]} is missing: ${pair.join(' and ')} are set together or not at all.`]
      : [];
  });
}

function wrongAddress({ LOG_SHIP, LOG_SHIP_URL }: Partial<z.output<typeof variables>> = {}): string[] {
  if (!LOG_SHIP || !LOG_SHIP_URL) return [];
  const problem = shippingAddressProblem({ service: LOG_SHIP, url: LOG_SHIP_URL });
  return problem === null ? [] : [`LOG_SHIP_URL ${problem}.`];
}

function toEnv(given: z.output<typeof variables>): Env {
  const { VIRTFUSION_API_URL: apiUrl, VIRTFUSION_API_TOKEN: apiToken } = given;
  const { LOG_SHIP: service, LOG_SHIP_URL: shipUrl } = given;
  return {
    port: given.PORT,
    host: given.HOST,
    databaseUrl: given.DATABASE_URL,
    dataDir: resolve(given.DATA_DIR),
    archiveDir: resolve(given.ARCHIVE_DIR ?? join(given.DATA_DIR, 'archive')),
    secretKey: given.SECRET_KEY,
    roles: new Set(given.ROLES),
    billingHands: given.BILLING_HANDS,
    logLevel: given.LOG_LEVEL,
    logFile: given.LOG_FILE === undefined ? undefined : resolve(given.LOG_FILE),
    logShipping: service && shipUrl ? { service, url: shipUrl } : undefined,
    adminEmail: given.ADMIN_EMAIL,
    adminPassword: given.ADMIN_PASSWORD,
    virtfusion: apiUrl && apiToken ? { apiUrl, apiToken } : undefined,
    trustProxy: given.TRUST_PROXY,
    publicUrl: given.PUBLIC_URL,
    privateWebhooks: given.PRIVATE_WEBHOOKS,
    metricsToken: given.METRICS_TOKEN,
    heartbeatUrl: given.HEARTBEAT_URL,
    tracesEndpoint: given.OTEL_EXPORTER_OTLP_ENDPOINT,
  };
}

function problemOf(issue: z.core.$ZodIssue): string {
  return `${String(issue.path[0])} ${issue.message}.`;
}

function roleName() {
  return z.enum(processRoles, `may name ${processRoles.join(', ')} only, with commas between`);
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** Hex and base64 of exactly 32 bytes are taken as those bytes; any other text is hashed to 32. */
function keyBytes(text: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (/^[\w+/-]{43}=?$/.test(text)) return Buffer.from(text, 'base64');
  return createHash('sha256').update(text).digest();
}

// 'true' would believe any X-Forwarded-For header, so that a client could choose its own address.
function trustedProxies(text: string, context: z.RefinementCtx): false | number | string[] {
  if (text === 'false' || text === '0') return false;
  if (/^[1-9]$/.test(text)) return Number(text);
  const proxies = splitList(text);
  if (proxies.length > 0 && proxies.every(isProxyAddress)) return proxies;
  context.addIssue({
    code: 'custom',
    message:
      'must say how many proxies stand in front (1 to 9), or list their addresses, subnets, or loopback',
  });
  return z.NEVER;
}

function isProxyAddress(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits] = text.split('/');
  const version = isIP(address);
  return (
    version !== 0 &&
    (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)))
  );
}

function isWebAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return Boolean(
    url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash,
  );
}

function isDatabaseUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return Boolean(url && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1);
}
