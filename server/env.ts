import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import {
  atLeastOne,
  databaseAddress,
  reachOf,
  secretKey,
  splitList,
  trustedProxies,
  webAddress,
  wholeNumber,
} from './env-formats.ts';
import type { Reach } from './integrations/reach.ts';
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
  /** Who owns the tables, where that is somebody else than the user of `databaseUrl`: migrates, restores, makes partitions. */
  databaseOwnerUrl: string | undefined;
  /** Absolute: where backups go every night; undefined: none are made by themselves. */
  backupDir: string | undefined;
  /** 32 bytes that backups are encrypted under; undefined: a key derived from the secret key. */
  backupKey: Buffer | undefined;
  /** Backups that are kept in `backupDir`. */
  backupKeep: number;
  /** Hours after which the last verified backup counts as too old. */
  backupMaxAgeHours: number;
  /** Absolute. */
  dataDir: string;
  /** Absolute: where files of packed months go. */
  archiveDir: string;
  /** 32 bytes; undefined: the key file in `dataDir`. */
  secretKey: Buffer | undefined;
  /** 32 bytes; read by `npm run rotate-key` alone. */
  newSecretKey: Buffer | undefined;
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
  /** 'private': webhooks and Discord may go to private networks, and over plain HTTP. */
  webhookReach: Reach;
  /** 'private': a VirtFusion that an admin saves may lie in a private network. One of the environment always may. */
  panelReach: Reach;
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
    ...strayOwner(filled),
  ];
  if (!parsed.success || problems.length > 0) throw new EnvError(problems);
  return toEnv(parsed.data);
}

function processEnvironment() {
  if (existsSync('.env')) process.loadEnvFile('.env'); // variables already set win over the file
  return process.env;
}

const variables = z.object({
  PORT: wholeNumber(65_535, 'must be a port number from 0 to 65535').default(3000),
  HOST: z.string().default('0.0.0.0'),
  DATABASE_URL: databaseAddress('user').optional(),
  DATABASE_OWNER_URL: databaseAddress('owner').optional(),
  BACKUP_DIR: z.string().optional(),
  BACKUP_KEY: secretKey(),
  BACKUP_KEEP: atLeastOne(1000, 'must be a whole number from 1 to 1000').default(14),
  BACKUP_MAX_AGE_HOURS: atLeastOne(8760, 'must be a whole number of hours from 1 to 8760').default(36),
  DATA_DIR: z.string().default('.data'),
  ARCHIVE_DIR: z.string().optional(),
  SECRET_KEY: secretKey(),
  NEW_SECRET_KEY: secretKey(),
  ROLES: z
    .string()
    .default(processRoles.join(','))
    .transform(splitList)
    .pipe(z.array(roleName()).nonempty('names no role')),
  BILLING_HANDS: atLeastOne(64, 'must be a whole number from 1 to 64').default(2),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  ADMIN_EMAIL: z.email('must be an email address').optional(),
  ADMIN_PASSWORD: z.string().min(12, 'must have at least 12 characters').optional(),
  VIRTFUSION_API_URL: webAddress.optional(),
  VIRTFUSION_API_TOKEN: z.string().regex(/^\S+$/, 'must not contain spaces').optional(),
  TRUST_PROXY: z.string().transform(trustedProxies).default(false),
  PUBLIC_URL: webAddress.optional(),
  PRIVATE_WEBHOOKS: reachOf(),
  PRIVATE_PANEL: reachOf(),
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

// The owner makes the tables that the application then works on: they must mean one database.
function strayOwner({ DATABASE_URL: app, DATABASE_OWNER_URL: owner }: Record<string, string>): string[] {
  if (!owner) return [];
  if (!app) return ['DATABASE_OWNER_URL stands beside DATABASE_URL: set that one too, or leave both empty.'];
  if (!URL.canParse(app) || !URL.canParse(owner)) return [];
  return new URL(app).pathname === new URL(owner).pathname
    ? []
    : ['DATABASE_OWNER_URL must name the same database as DATABASE_URL.'];
}

function toEnv(given: z.output<typeof variables>): Env {
  const { VIRTFUSION_API_URL: apiUrl, VIRTFUSION_API_TOKEN: apiToken } = given;
  const { LOG_SHIP: service, LOG_SHIP_URL: shipUrl } = given;
  return {
    port: given.PORT,
    host: given.HOST,
    databaseUrl: given.DATABASE_URL,
    databaseOwnerUrl: given.DATABASE_OWNER_URL,
    backupDir: given.BACKUP_DIR === undefined ? undefined : resolve(given.BACKUP_DIR),
    backupKey: given.BACKUP_KEY,
    backupKeep: given.BACKUP_KEEP,
    backupMaxAgeHours: given.BACKUP_MAX_AGE_HOURS,
    dataDir: resolve(given.DATA_DIR),
    archiveDir: resolve(given.ARCHIVE_DIR ?? join(given.DATA_DIR, 'archive')),
    secretKey: given.SECRET_KEY,
    newSecretKey: given.NEW_SECRET_KEY,
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
    webhookReach: given.PRIVATE_WEBHOOKS,
    panelReach: given.PRIVATE_PANEL,
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
