import { describe, expect, test } from 'vitest';
import { capturingLog, createLog, type LogLevel, silentLog } from './log.ts';

function written(level: LogLevel) {
  const lines: Record<string, unknown>[] = [];
  return { log: createLog({ level }, { write: (line) => lines.push(JSON.parse(line)) }), lines };
}

describe('a line', () => {
  test('carries its level as a word, an ISO time, the message and the fields', () => {
    const { log, lines } = written('info');
    log.info('run closed', { runId: 7, totalMicros: 12_345_678_901_234_567_890n });
    expect(lines).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        msg: 'run closed',
        runId: 7,
        totalMicros: '12345678901234567890',
      },
    ]);
  });

  test('of a child carries the fields of its parents', () => {
    const { log, lines } = written('info');
    log.child({ requestId: 'r1' }).child({ runId: 7 }).warn('slow');
    expect(lines[0]).toMatchObject({ level: 'warn', requestId: 'r1', runId: 7 });
  });

  test('holds one line whatever the text holds', () => {
    const raw: string[] = [];
    createLog({ level: 'info' }, { write: (line) => raw.push(line) }).info('name', {
      name: 'ada\n{"level":"error"}',
    });
    expect(raw.join('').trimEnd()).not.toContain('\n');
  });

  test.each<[LogLevel, string[]]>([
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['info', ['info', 'warn', 'error']],
    ['error', ['error']],
    ['silent', []],
  ])('at level %s the levels written are %j', (level, expected) => {
    const { log, lines } = written(level);
    for (const name of ['debug', 'info', 'warn', 'error'] as const) log[name]('line');
    expect(lines.map((line) => line.level)).toEqual(expected);
  });
});

describe('secrets', () => {
  const canary = 'canary-3f9c';

  test.each([
    { token: canary },
    { apiToken: canary },
    { VIRTFUSION_API_TOKEN: canary },
    { headers: { Authorization: canary } },
    { headers: { 'set-cookie': [canary] } },
    { a: { b: { password: canary } } },
    { list: [{ secret: { inner: canary } }] },
    { a: { b: { c: { d: { e: { deep: canary } } } } } },
    { url: `postgres://olive:${canary}@db.example/billing` },
    { url: new URL(`https://olive:${canary}@panel.example`) },
    { header: `Bearer ${canary}` },
    { buffer: Buffer.from(canary) },
    { error: new Error(`cannot connect to postgres://olive:${canary}@db`) },
    { error: new Error(`Failed query: select $1\nparams: ${canary},\n2`) },
    {
      error: new Error('outer', {
        cause: Object.assign(new Error('inner'), { params: [canary], detail: canary }),
      }),
    },
    { map: new Map([['password', canary]]) },
  ])('never reach a line: case %#', (fields) => {
    const { log, lines } = written('info');
    log.info('fields', fields);
    log.child(fields).info('child');
    expect(lines).toHaveLength(2);
    expect(JSON.stringify(lines)).not.toContain(canary);
  });

  test('facts about secrets stay readable', () => {
    const log = capturingLog();
    log.info('admin saved', { passwordChanged: true, tokens: 3, token: null });
    expect(log.lines[0]?.fields).toEqual({ passwordChanged: true, tokens: 3, token: null });
  });

  test('an error keeps what helps: name, message, code, stack, cause', () => {
    const log = capturingLog();
    const cause = Object.assign(new Error('duplicate key'), { code: '23505' });
    log.error('failed', { error: new TypeError('outer', { cause }) });
    expect(log.lines[0]?.fields.error).toMatchObject({
      type: 'TypeError',
      message: 'outer',
      stack: expect.stringContaining('log.test.ts'),
      cause: { message: 'duplicate key', code: '23505' },
    });
  });

  test('a field that contains itself is cut, not followed for ever', () => {
    const ring: Record<string, unknown> = {};
    ring.self = ring;
    const { log, lines } = written('info');
    log.info('ring', { ring });
    expect(JSON.stringify(lines)).toContain('[too deep]');
  });
});

test('a capturing log keeps the lines of its children in order', () => {
  const log = capturingLog();
  log.info('first');
  log.child({ runId: 7 }).warn('second', { servers: 2 });
  expect(log.lines).toEqual([
    { level: 'info', message: 'first', fields: {} },
    { level: 'warn', message: 'second', fields: { runId: 7, servers: 2 } },
  ]);
});

test('the silent log stays silent through its children', () => {
  expect(silentLog.child({ a: 1 })).toBe(silentLog);
});
