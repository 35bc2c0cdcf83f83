import type { Express } from 'express';
import request from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { download, endpoint, type FileReply } from '#shared/api/endpoint.ts';
import { errorBody } from '#shared/api/errors.ts';
import { id, instant, money, positiveMoney } from '#shared/api/values.ts';
import type { Role } from '#shared/auth/roles.ts';
import type { Context } from '../context.ts';
import { NotFoundError, RefusedError } from '../errors.ts';
import { createToken } from '../services/admins/tokens/create-token.ts';
import { type TestContext, testContext } from '../testing/test-context.ts';
import { mount, mountedOn } from './mount.ts';
import { smallApp } from './testing/small-app.ts';

const read = endpoint({
  method: 'GET',
  path: '/api/things/:id',
  access: 'billing.read',
  summary: 'Read a thing',
  input: z.object({ id, since: instant.optional(), limit: z.coerce.number().int().max(10).default(5) }),
  output: z.object({ id: z.number(), price: money, at: instant.nullable(), limit: z.number() }),
});
const write = endpoint({
  method: 'PUT',
  path: '/api/things/:id',
  access: 'settings.write',
  summary: 'Write a thing',
  input: z.strictObject({
    id,
    amount: positiveMoney,
    terms: z.strictObject({ note: z.string().max(5), tags: z.array(z.string()) }).optional(),
  }),
  output: z.object({ amount: money }),
});
const open = endpoint({
  method: 'GET',
  path: '/api/open',
  access: 'public',
  summary: 'For anyone',
  input: z.object({}),
  output: z.object({ ok: z.literal(true) }),
});
const file = download({
  path: '/api/things/:id/csv',
  type: 'text/csv',
  access: 'billing.read',
  summary: 'A thing as a file',
  input: z.object({ id }),
});

let world: TestContext;
let app: Express;
let tokens: Record<'operator' | 'viewer', string>;
/** What the verb of `read` does; a test may say otherwise. */
let answer: (ctx: Context, input: z.output<typeof read.input>) => unknown;
let written: unknown[];
/** The pieces of the file of `file`. */
let pieces: () => AsyncGenerator<string>;

beforeAll(async () => {
  world = await testContext();
  const tokenOf = async (role: Role) => (await createToken(world.ctx, { name: role, role })).token;
  tokens = { operator: await tokenOf('operator'), viewer: await tokenOf('viewer') };
  app = smallApp(world, (router) => {
    mount(router, read, async (ctx, input) => answer(ctx, input) as z.output<typeof read.output>);
    mount(router, write, async (_ctx, input) => {
      written.push(input);
      return { amount: input.amount };
    });
    mount(router, open, async () => ({ ok: true as const }));
    mount(router, file, async (_ctx, input): Promise<FileReply> => {
      return { filename: `thing-${input.id}.csv`, content: pieces() };
    });
    expect([...mountedOn(router)]).toEqual([read, write, open, file]);
  });
});
afterAll(() => world.close());
beforeEach(() => {
  written = [];
  world.log.lines.length = 0;
  answer = (_ctx, input) => ({ id: input.id, price: 6_849n, at: input.since ?? null, limit: input.limit });
});

const as = (role: keyof typeof tokens) => ({ authorization: `Bearer ${tokens[role]}` });
const get = (path: string) => request(app).get(path).set(as('viewer'));
const put = (body: unknown) =>
  request(app)
    .put('/api/things/7')
    .set(as('operator'))
    .send(body as object);

describe('a file', () => {
  test('comes with its type and a name, as it is made', async () => {
    pieces = async function* () {
      yield 'id,price\r\n';
      yield '7,0.006849\r\n';
    };
    const { text, headers } = await get('/api/things/7/csv').expect(200);
    expect(text).toBe('id,price\r\n7,0.006849\r\n');
    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename=thing-7.csv',
      'cache-control': 'no-store',
    });
  });

  test('that fails before its first piece is refused like any call', async () => {
    // biome-ignore lint/correctness/useYield: it fails before
    pieces = async function* () {
      throw new NotFoundError('thing', { id: 7 });
    };
    const { body, headers } = await get('/api/things/7/csv').expect(404);
    expect(errorBody.parse(body).error.code).toBe('not_found');
    expect(headers['content-disposition']).toBeUndefined();
  });

  test('that fails later is broken off, so that half is not taken for the whole', async () => {
    pieces = async function* () {
      yield 'id,price\r\n';
      throw new Error('the database went away');
    };
    await expect(get('/api/things/7/csv')).rejects.toThrow(/aborted|hang up/);
  });

  test('is refused to a stranger, and for an input that is none', async () => {
    await request(app).get('/api/things/7/csv').expect(401);
    await get('/api/things/x/csv').expect(400);
  });
});

describe('a reply', () => {
  test('carries money as decimal text and instants as ISO text', async () => {
    const { body, headers } = await get('/api/things/7?since=2026-11-01T01:00:00%2B01:00').expect(200);
    expect(body).toEqual({ id: 7, price: '0.006849', at: '2026-11-01T00:00:00.000Z', limit: 5 });
    expect(headers['cache-control']).toBe('no-store');
  });

  test('that does not fit its description is 500, logged once, and not half sent', async () => {
    answer = () => ({ id: 7, price: 'five', at: null, limit: 5, password: 'leak' });
    const { body, text, headers } = await get('/api/things/7').expect(500);
    expect(errorBody.parse(body).error).toMatchObject({
      code: 'internal',
      fields: [],
      facts: {},
      requestId: headers['x-request-id'],
    });
    expect(text).not.toMatch(/five|leak|price/);
    const lines = world.log.lines.filter((line) => line.level === 'error');
    expect(lines).toEqual([
      expect.objectContaining({
        fields: expect.objectContaining({ requestId: headers['x-request-id'] }),
      }),
    ]);
  });

  test('of a verb that fails unexpectedly tells nothing of the cause', async () => {
    answer = () => {
      throw new Error('password=hunter2 at db-7.internal');
    };
    const { text } = await get('/api/things/7').expect(500);
    expect(text).not.toMatch(/hunter2|internal at|db-7/);
    expect(world.log.lines.filter((line) => line.level === 'error')).toHaveLength(1);
  });

  test.each`
    thrown                                                                              | status | code
    ${new NotFoundError('thing', { id: 7 })}                                            | ${404} | ${'not_found'}
    ${new RefusedError('Not now', { until: 'noon' })}                                   | ${422} | ${'refused'}
    ${Object.assign(new Error('x'), { code: 'ECONNREFUSED' })}                          | ${503} | ${'unavailable'}
    ${new Error('Failed', { cause: Object.assign(new Error('y'), { code: '57P01' }) })} | ${503} | ${'unavailable'}
  `('of a verb that throws $code is $status, in the one body', async ({ thrown, status, code }) => {
    answer = () => {
      throw thrown;
    };
    const { body } = await get('/api/things/7').expect(status);
    expect(errorBody.parse(body).error.code).toBe(code);
  });
});

describe('who may call', () => {
  test('nobody: 401, before the body is judged', async () => {
    const { body } = await request(app).put('/api/things/x').send('{"broken').expect(401);
    expect(errorBody.parse(body).error.code).toBe('unauthenticated');
  });

  test('too small a role: 403, naming the permission', async () => {
    const { body } = await request(app)
      .put('/api/things/7')
      .set(as('viewer'))
      .send({ amount: '1' })
      .expect(403);
    expect(body.error).toMatchObject({
      code: 'forbidden',
      facts: { permission: 'settings.write', role: 'viewer' },
    });
    expect(body.error.message).toContain('settings.write');
    expect(written).toEqual([]);
  });

  test('who was refused, what and from where is in the log, and not what they sent', async () => {
    await request(app).put('/api/things/7?q=private').set(as('viewer')).send({ amount: '1' }).expect(403);
    await request(app).get('/api/things/7').expect(401);
    const refusals = world.log.lines.filter(({ message }) => message === 'access refused');
    expect(refusals.map(({ fields }) => fields)).toMatchObject([
      { code: 'forbidden', method: 'PUT', path: '/api/things/7', permission: 'settings.write' },
      { code: 'unauthenticated', method: 'GET', path: '/api/things/7', by: null },
    ]);
    expect(refusals[0]?.fields.by).toMatch(/^token:\d+$/);
    expect(refusals[0]?.fields.address).toMatch(/127\.0\.0\.1$/);
  });

  test('anyone may call what is public', async () => {
    await request(app).get('/api/open').expect(200, { ok: true });
  });

  test('a token that is not known is refused even where anyone may call', async () => {
    await request(app)
      .get('/api/open')
      .set('authorization', `Bearer sky_${'A'.repeat(43)}`)
      .expect(401);
  });
});

describe('an input', () => {
  test('reaches the verb parsed', async () => {
    await put({ amount: '12.50', terms: { note: 'ok', tags: ['a'] } }).expect(200, { amount: '12.50' });
    expect(written).toEqual([{ id: 7, amount: 12_500_000n, terms: { note: 'ok', tags: ['a'] } }]);
  });

  test.each`
    body                                                       | path               | because
    ${{}}                                                      | ${'amount'}        | ${'it is missing'}
    ${{ amount: 'NaN' }}                                       | ${'amount'}        | ${'it is no amount'}
    ${{ amount: 5 }}                                           | ${'amount'}        | ${'money is text'}
    ${{ amount: '-1' }}                                        | ${'amount'}        | ${'it is below nothing'}
    ${{ amount: '1000000000000' }}                             | ${'amount'}        | ${'it is absurd'}
    ${{ amount: '1', colour: 'red' }}                          | ${'colour'}        | ${'there is no such field'}
    ${{ amount: '1', terms: { note: 'too long', tags: [] } }}  | ${'terms.note'}    | ${'it is too long'}
    ${{ amount: '1', terms: { note: 'x', tags: ['a', 5] } }}   | ${'terms.tags[1]'} | ${'it is no text'}
    ${{ amount: '1', terms: { note: 'x', tags: [], zz: 1 } }}  | ${'terms.zz'}      | ${'there is no such field in there'}
    ${{ amount: '1', terms: { note: 'a\u0000', tags: [] } }}   | ${'terms.note'}    | ${'it cannot be kept'}
    ${{ amount: '1', terms: { note: 'x', tags: ['\ud800'] } }} | ${'terms.tags[0]'} | ${'half a character cannot be kept'}
    ${{ amount: '1', id: 8 }}                                  | ${'id'}            | ${'the address says another'}
  `('is refused under $path: $because', async ({ body, path }) => {
    const reply = await put(body).expect(400);
    const { error } = errorBody.parse(reply.body);
    expect(error.code).toBe('invalid_input');
    expect(error.fields.map((field) => field.path)).toContain(path);
    expect(error.fields.every((field) => field.message.length > 0)).toBe(true);
    expect(written).toEqual([]);
  });

  test.each(['x', '0', '-1', '1.5', '1e400', '99999999999999999999', '%00'])(
    'is refused when its id is %s',
    async (text) => {
      const { body } = await get(`/api/things/${text}`).expect(400);
      expect(body.error.fields.map((field: { path: string }) => field.path)).toContain('id');
    },
  );

  test('whose address cannot be decoded is 400', async () => {
    await get('/api/things/%E0%A4%A').expect(400);
  });

  test.each(['0000-01-01T00:00:00Z', '0159-09-01T00:00:00Z', '1969-12-31T23:59:59Z'])(
    'is refused when it is of %s, which the database may not know',
    async (since) => {
      const { body } = await get(`/api/things/7?since=${since}`).expect(400);
      expect(body.error.fields.map((field: { path: string }) => field.path)).toEqual(['since']);
    },
  );

  test('whose query names one thing twice is refused', async () => {
    await get('/api/things/7?since=2026-11-01T00:00:00Z&since=2026-11-02T00:00:00Z').expect(400);
  });
});

describe('a body', () => {
  const send = (type: string, text: string) =>
    request(app).put('/api/things/7').set(as('operator')).set('content-type', type).send(text);

  test.each`
    type                                   | text                                      | status | code
    ${'application/json'}                  | ${'{"amount": '}                          | ${400} | ${'malformed_body'}
    ${'application/json'}                  | ${'"just text"'}                          | ${400} | ${'malformed_body'}
    ${'application/json'}                  | ${'[1, 2]'}                               | ${400} | ${'malformed_body'}
    ${'application/json'}                  | ${`{"amount": "${'1'.repeat(200_000)}"}`} | ${413} | ${'body_too_large'}
    ${'application/x-www-form-urlencoded'} | ${'amount=1'}                             | ${415} | ${'unsupported_media_type'}
    ${'text/plain'}                        | ${'{"amount": "1"}'}                      | ${415} | ${'unsupported_media_type'}
    ${'application/json; charset=latin1'}  | ${'{"amount": "1"}'}                      | ${415} | ${'unsupported_media_type'}
  `('of type $type is refused as $code', async ({ type, text, status, code }) => {
    const { body } = await send(type, text).expect(status);
    expect(errorBody.parse(body).error.code).toBe(code);
    expect(written).toEqual([]);
  });

  test('of ten megabytes is refused', async () => {
    await send('application/json', `{"amount":"${'1'.repeat(10_000_000)}"}`).expect(413);
  });
});

test('an unknown address is 404 in the same body, whatever the method', async () => {
  for (const call of [request(app).get('/api/nothing'), request(app).put('/api/nothing')]) {
    const { body } = await call.expect(404);
    expect(errorBody.parse(body).error.code).toBe('not_found');
  }
});
