import { describe, expect, test } from 'vitest';
import { drawFindings } from './draw-findings.ts';
import { type Finding, isBroken, isWell, mayBeMeant } from './finding.ts';
import {
  judgeAdmins,
  judgeBackup,
  judgeClock,
  judgeMigrations,
  judgeProcesses,
  judgeServer,
} from './judge-database.ts';
import { judgeAddress, judgeBuild, judgeDataDir, judgeDisk, judgeNode, judgeWatch } from './judge-machine.ts';
import { judgeMail, judgePanel, judgePayPal } from './judge-outside.ts';

const GB = 1024 ** 3;
const verdicts = (findings: Finding | Finding[]) => [findings].flat().map(({ verdict }) => verdict);

describe('the machine', () => {
  test.each([
    ['20.19.0', 'ok'],
    ['20.18.9', 'broken'],
    ['22.0.0', 'ok'],
    ['18.20.8', 'broken'],
  ])('Node %s is %s', (version, verdict) => {
    expect(judgeNode(version, '>=20.19').verdict).toBe(verdict);
  });

  test.each([
    [0.4, 100, 'broken'],
    [1.5, 100, 'warning'],
    [4, 100, 'warning'],
    [6, 100, 'ok'],
    [3, 20, 'ok'],
  ])('%d of %d GB free is %s', (free, total, verdict) => {
    expect(judgeDisk({ free: free * GB, total: total * GB, path: '/srv' }).verdict).toBe(verdict);
  });

  const dir = {
    path: '/srv/data',
    exists: true,
    writable: true,
    keyMode: 0o100600,
    keyGiven: false,
    ownDatabase: true,
  };
  test.each([
    ['all as it should be', {}, ['ok', 'ok']],
    ['a directory of somebody else', { writable: false }, ['broken']],
    ['a key that the group may read', { keyMode: 0o100640 }, ['ok', 'broken']],
    [
      'a key that everybody may read, but another is given',
      { keyMode: 0o100644, keyGiven: true },
      ['ok', 'ok'],
    ],
    ['no key yet, and a database that several machines share', { keyMode: null }, ['ok', 'warning']],
    ['nothing there yet', { exists: false, keyMode: null, ownDatabase: false }, ['ok', 'ok']],
  ])('%s', (_what, given, expected) => {
    expect(verdicts(judgeDataDir({ ...dir, ...given }))).toEqual(expected);
  });

  test.each([
    [undefined, false, false, 'ok'],
    [undefined, true, true, 'warning'],
    ['http://billing.example', true, true, 'warning'],
    ['https://billing.example', false, true, 'warning'],
    ['https://billing.example', true, true, 'ok'],
  ])(
    'PUBLIC_URL %s, a proxy trusted %s, a database of one’s own %s: %s',
    (publicUrl, trustProxy, ownDatabase, verdict) => {
      expect(verdicts(judgeAddress({ publicUrl, trustProxy, ownDatabase }))).toEqual([verdict]);
    },
  );

  test('an installation that nobody watches is told so; packages that are asked for have to be there', () => {
    expect(verdicts(judgeWatch({ metrics: false, heartbeat: false, missingPackages: [] }))).toEqual([
      'warning',
    ]);
    expect(verdicts(judgeWatch({ metrics: false, heartbeat: true, missingPackages: [] }))).toEqual(['ok']);
    const [, missing] = judgeWatch({ metrics: true, heartbeat: true, missingPackages: ['pino-loki@3.0.0'] });
    expect(missing).toMatchObject({ verdict: 'broken', remedy: 'npm install --prefix .. pino-loki@3.0.0' });
    expect(verdicts([judgeBuild(true), judgeBuild(false)])).toEqual(['ok', 'warning']);
  });
});

describe('the database', () => {
  test.each([
    [150_004, 100, 'installed', ['ok', 'ok', 'ok']],
    [140_012, 100, 'available', ['broken', 'ok', 'ok']],
    [180_001, 20, 'missing', ['ok', 'broken', 'warning']],
  ] as const)('version %d, %d connections, pg_trgm %s', (version, maxConnections, trigrams, expected) => {
    expect(verdicts(judgeServer({ version, maxConnections, trigrams }))).toEqual(expected);
  });

  test.each([
    [0.4, 'ok'],
    [-4, 'ok'],
    [12, 'warning'],
    [-31, 'broken'],
    [3600, 'broken'],
  ])('a clock %d s ahead is %s', (seconds, verdict) => {
    expect(judgeClock('the database', seconds).verdict).toBe(verdict);
  });

  const web = { instance: 'a', roles: ['web'], version: '1', silentSeconds: 1, workerDown: false };
  const worker = { ...web, instance: 'b', roles: ['worker', 'cron'] };
  test.each([
    ['nobody', [], ['warning']],
    ['web and worker', [web, worker], ['ok']],
    ['the web alone', [web], ['broken']],
    ['two releases', [web, { ...worker, version: '2' }], ['warning']],
    ['a worker that is down', [web, { ...worker, workerDown: true }], ['broken']],
  ])('%s at work', (_who, listed, expected) => {
    expect(verdicts(judgeProcesses(listed))).toEqual(expected);
  });

  const now = new Date('2026-11-03T12:00:00Z');
  const backup = {
    now,
    demo: false,
    scheduled: true,
    provedTakenAt: new Date('2026-11-03T02:13:00Z'),
    problem: null,
    maxAgeHours: 36,
  };
  test.each([
    ['proved last night', {}, 'ok'],
    ['proved two days ago', { provedTakenAt: new Date('2026-11-01T02:13:00Z') }, 'warning'],
    ['never proved', { provedTakenAt: null }, 'warning'],
    ['of a demo', { demo: true, scheduled: false, provedTakenAt: null }, 'ok'],
    ['made by nobody', { scheduled: false, provedTakenAt: null }, 'warning'],
    ['that failed its proof', { problem: 'the sums differ' }, 'broken'],
  ])('a backup %s', (_what, given, verdict) => {
    expect(judgeBackup({ ...backup, ...given }).verdict).toBe(verdict);
  });

  test('migrations that wait and a door without a key are no fault of a fresh installation', () => {
    expect(verdicts([judgeMigrations(0), judgeMigrations(2), judgeAdmins(0), judgeAdmins(1)])).toEqual([
      ...['ok', 'warning', 'warning', 'ok'],
    ]);
  });
});

describe('the world outside', () => {
  const all = ['connect', 'servers', 'packages', 'currencies'].map((permission) => ({
    permission,
    needed: permission !== 'currencies',
    ok: true,
    detail: 'fine',
  }));
  const without = (name: string) => all.map((one) => ({ ...one, ok: one.permission !== name }));
  const panel = { reachable: true, permissions: all, clockSkewSeconds: 0 };
  test.each([
    ['none', null, ['warning']],
    ['one that answers', panel, ['ok', 'ok']],
    ['one that does not', { ...panel, reachable: false, clockSkewSeconds: null }, ['broken']],
    ['a token that may not list servers', { ...panel, permissions: without('servers') }, ['broken', 'ok']],
    [
      'a token that may not list currencies',
      { ...panel, permissions: without('currencies') },
      ['warning', 'ok'],
    ],
    ['a clock a minute behind', { ...panel, clockSkewSeconds: -60 }, ['ok', 'broken']],
  ])('VirtFusion: %s', (_what, facts, expected) => {
    expect(verdicts(judgePanel(facts))).toEqual(expected);
  });

  test('PayPal and mail', () => {
    const checks = ['credentials', 'webhook'].map((check) => ({ check, ok: false, detail: 'no' }));
    expect(verdicts([...judgePayPal(null), ...judgePayPal(checks)])).toEqual(['ok', 'broken', 'warning']);
    const mail = [
      judgeMail({ place: 'none', problem: null }),
      judgeMail({ place: 'smtp', problem: null }),
      judgeMail({ place: 'smtp', problem: 'The mail server said: 535 no' }),
    ];
    expect(verdicts(mail)).toEqual(['warning', 'ok', 'broken']);
  });
});

test('findings are drawn with their remedies, and summed up', () => {
  const found = [isWell('node', 'Node 20.'), isBroken('disk', 'It is full.', 'Free some.')];
  expect(drawFindings(found)).toBe(
    [
      'ok       node  Node 20.',
      'BROKEN   disk  It is full.',
      '               → Free some.',
      '',
      '1 to be mended.',
    ].join('\n'),
  );
  expect(drawFindings([mayBeMeant('mail', 'None.', 'Set one.')])).toContain(
    'Nothing is broken; 1 to think about.',
  );
  expect(drawFindings([isWell('mail', 'Fine.')])).toContain('All is well.');
});

test('whatever is not well says what to do', () => {
  const all = [
    ...judgePanel(null),
    ...judgeServer({ version: 130_000, maxConnections: 1, trigrams: 'missing' }),
    ...judgeProcesses([]),
    ...judgeWatch({ metrics: false, heartbeat: false, missingPackages: ['a@1'] }),
    judgeNode('18.0.0', '>=20.19'),
  ].filter(({ verdict }) => verdict !== 'ok');
  expect(all.length).toBeGreaterThan(6);
  for (const { remedy } of all) expect(remedy?.length ?? 0).toBeGreaterThan(8);
});
