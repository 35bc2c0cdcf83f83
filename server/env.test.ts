import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, test } from 'vitest';
import { EnvError, readEnv } from './env.ts';

function problemsOf(source: Record<string, string>): string[] {
  try {
    readEnv(source);
  } catch (error) {
    if (error instanceof EnvError) return error.problems;
    throw error;
  }
  return [];
}

test('an empty environment is a working one', () => {
  expect(readEnv({})).toEqual({
    port: 3000,
    host: '0.0.0.0',
    databaseUrl: undefined,
    databaseOwnerUrl: undefined,
    backupDir: undefined,
    backupKey: undefined,
    backupKeep: 14,
    backupMaxAgeHours: 36,
    dataDir: resolve('.data'),
    archiveDir: resolve('.data/archive'),
    secretKey: undefined,
    roles: new Set(['web', 'worker', 'cron']),
    billingHands: 2,
    logLevel: 'info',
    logFile: undefined,
    logShipping: undefined,
    adminEmail: undefined,
    adminPassword: undefined,
    virtfusion: undefined,
    trustProxy: false,
    publicUrl: undefined,
    newSecretKey: undefined,
    webhookReach: 'public',
    panelReach: 'public',
    metricsToken: undefined,
    heartbeatUrl: undefined,
    tracesEndpoint: undefined,
  });
});

test('an empty or blank variable counts as absent', () => {
  expect(readEnv({ PORT: '', DATABASE_URL: ' ', VIRTFUSION_API_URL: '', ROLES: '' })).toEqual(readEnv({}));
});

test('a full environment is read whole', () => {
  const env = readEnv({
    PORT: '8080',
    HOST: '127.0.0.1',
    DATABASE_URL: 'postgresql://billing:pw@db.example:5432/billing',
    DATA_DIR: '/srv/billing',
    ROLES: 'web, worker',
    LOG_LEVEL: 'debug',
    ADMIN_EMAIL: 'olive@example.com',
    ADMIN_PASSWORD: 'a long password',
    VIRTFUSION_API_URL: 'https://cp.example.com/api/v1/',
    VIRTFUSION_API_TOKEN: 'abc',
    TRUST_PROXY: 'loopback, 10.0.0.0/8',
    PUBLIC_URL: 'https://billing.example.com/',
  });
  expect(env).toMatchObject({
    port: 8080,
    dataDir: '/srv/billing',
    archiveDir: '/srv/billing/archive',
    roles: new Set(['web', 'worker']),
    virtfusion: { apiUrl: 'https://cp.example.com/api/v1', apiToken: 'abc' },
    trustProxy: ['loopback', '10.0.0.0/8'],
    publicUrl: 'https://billing.example.com',
  });
});

test('every problem is told at once, each with its variable', () => {
  const problems = problemsOf({
    PORT: 'x',
    ROLES: 'web,typo',
    LOG_LEVEL: 'loud',
    VIRTFUSION_API_TOKEN: 'abc',
  });
  expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
    'PORT',
    'ROLES',
    'LOG_LEVEL',
    'VIRTFUSION_API_URL',
  ]);
});

test.each([
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '80.5'],
  ['PORT', '0x50'],
  ['DATABASE_URL', 'mysql://localhost/billing'],
  ['DATABASE_URL', 'postgres://localhost'],
  ['DATABASE_URL', 'billing'],
  ['SECRET_KEY', 'too short'],
  ['BACKUP_KEY', 'too short'],
  ['BACKUP_KEEP', '0'],
  ['BACKUP_MAX_AGE_HOURS', 'a day'],
  ['ROLES', ','],
  ['ROLES', 'web worker'],
  ['BILLING_HANDS', '0'],
  ['LOG_LEVEL', 'trace'],
  ['ADMIN_EMAIL', 'olive'],
  ['ADMIN_PASSWORD', 'short'],
  ['VIRTFUSION_API_URL', 'ftp://cp.example.com'],
  ['VIRTFUSION_API_URL', 'https://olive:pw@cp.example.com'],
  ['VIRTFUSION_API_TOKEN', 'two words'],
  ['TRUST_PROXY', 'true'],
  ['TRUST_PROXY', '10.0.0.0/33'],
  ['TRUST_PROXY', 'proxy.example.com'],
  ['PUBLIC_URL', 'billing.example.com'],
  ['LOG_SHIP', 'splunk-cloud'],
  ['LOG_SHIP_URL', 'tcp://loki.example'],
  ['METRICS_TOKEN', 'too-short'],
  ['METRICS_TOKEN', 'long enough, but with blanks'],
  ['HEARTBEAT_URL', 'ftp://hc.example'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318'],
])('%s=%s is refused by name, without repeating the value', (name, value) => {
  const both = { VIRTFUSION_API_URL: 'https://cp.example.com', VIRTFUSION_API_TOKEN: 'abc' };
  const ship = { LOG_SHIP: 'loki', LOG_SHIP_URL: 'https://loki.example' };
  const pair = name.startsWith('VIRTFUSION') ? both : name.startsWith('LOG_SHIP') ? ship : {};
  const problems = problemsOf({ ...pair, [name]: value });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(new RegExp(`^${name} .{10,}\\.$`));
  if (value.length > 8) expect(problems[0]).not.toContain(value);
});

test.each([
  ['VIRTFUSION_API_URL', 'https://cp.example.com', 'VIRTFUSION_API_TOKEN'],
  ['VIRTFUSION_API_TOKEN', 'abc', 'VIRTFUSION_API_URL'],
  ['LOG_SHIP', 'loki', 'LOG_SHIP_URL'],
  ['LOG_SHIP_URL', 'https://loki.example', 'LOG_SHIP'],
])('%s alone is refused: the problem names what is missing', (name, value, missing) => {
  expect(problemsOf({ [name]: value })).toEqual([expect.stringContaining(`${missing} is missing`)]);
});

test.each([
  ['postgres://owner@localhost/billing', 'postgres://app@localhost/billing', null],
  ['postgres://owner@localhost/billing', 'postgres://app@localhost/other', 'must name the same database'],
  ['postgres://owner@localhost/billing', '', 'stands beside DATABASE_URL'],
  ['mysql://owner@localhost/billing', 'postgres://app@localhost/billing', 'must look like postgres://'],
])('the owner %s beside %s: %s', (owner, app, problem) => {
  const problems = problemsOf({ DATABASE_OWNER_URL: owner, DATABASE_URL: app });
  expect(problems).toEqual(problem === null ? [] : [expect.stringContaining(problem)]);
});

describe('SECRET_KEY is always 32 bytes', () => {
  const bytes = Buffer.from(Array.from({ length: 32 }, (_, index) => 255 - index));

  test.each([
    ['hex', bytes.toString('hex')],
    ['hex in capitals', bytes.toString('hex').toUpperCase()],
    ['base64', bytes.toString('base64')],
    ['base64url', bytes.toString('base64url')],
  ])('%s is those bytes', (_, text) => {
    expect(readEnv({ SECRET_KEY: text }).secretKey).toEqual(bytes);
  });

  test('a long text becomes 32 bytes that differ from those of another text', () => {
    const [one, other] = ['a', 'b'].map((end) =>
      readEnv({ SECRET_KEY: `correct horse battery staple and ${end}` }),
    );
    expect(one?.secretKey).toHaveLength(32);
    expect(one?.secretKey).not.toEqual(other?.secretKey);
  });
});

test.each([
  ['false', false],
  ['0', false],
  ['2', 2],
  ['::1', ['::1']],
])('TRUST_PROXY=%s trusts %j', (text, trusted) => {
  expect(readEnv({ TRUST_PROXY: text }).trustProxy).toEqual(trusted);
});

describe('.env.example', () => {
  const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');

  test('works as it stands', () => {
    expect(readEnv(parseEnv(text) as Record<string, string>)).toEqual(readEnv({}));
  });

  test('names every variable with a value that works', () => {
    const examples = Object.fromEntries(
      [...text.matchAll(/^#? ?([A-Z_]+)=(.+)$/gm)].map(([, name = '', value = '']) => [name, value]),
    );
    expect(Object.keys(examples).sort()).toEqual([
      'ADMIN_EMAIL',
      'ADMIN_PASSWORD',
      'ARCHIVE_DIR',
      'BACKUP_DIR',
      'BACKUP_KEEP',
      'BACKUP_KEY',
      'BACKUP_MAX_AGE_HOURS',
      'BILLING_HANDS',
      'DATABASE_OWNER_URL',
      'DATABASE_URL',
      'DATA_DIR',
      'HEARTBEAT_URL',
      'HOST',
      'LOG_FILE',
      'LOG_LEVEL',
      'LOG_SHIP',
      'LOG_SHIP_URL',
      'METRICS_TOKEN',
      'NEW_SECRET_KEY',
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'PORT',
      'PRIVATE_PANEL',
      'PRIVATE_WEBHOOKS',
      'PUBLIC_URL',
      'ROLES',
      'SECRET_KEY',
      'TRUST_PROXY',
      'VIRTFUSION_API_TOKEN',
      'VIRTFUSION_API_URL',
    ]);
    expect(readEnv(examples).virtfusion).toBeDefined();
  });
});
