import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { endpoint } from '#shared/api/endpoint.ts';
import { instant, money } from '#shared/api/values.ts';
import { ApiError, call, onSessionEnd } from './call.ts';

const wallet = z.object({ balance: money, readAt: instant });
const read = endpoint({
  method: 'GET',
  path: '/api/admin/wallets/:id',
  access: 'billing.read',
  summary: '',
  input: z.object({ id: z.string(), search: z.string().optional(), limit: z.number().optional() }),
  output: wallet,
});
const adjust = endpoint({
  method: 'POST',
  path: '/api/admin/wallets/:id/adjustments',
  access: 'wallets.adjust',
  summary: '',
  input: z.object({ id: z.number(), amount: money, reason: z.string().optional() }),
  output: wallet,
});
const open = endpoint({ ...read, path: '/api/open', access: 'public', input: z.object({}) });

const reply = { balance: '0.006849', readAt: '2026-11-01T00:00:00.000Z' };
const fetched = vi.fn<typeof fetch>();

function replies(body: unknown, status = 200) {
  fetched.mockImplementation(async () =>
    typeof body === 'string' ? new Response(body, { status }) : Response.json(body, { status }),
  );
  vi.stubGlobal('fetch', fetched);
}

const refusal = (code: string, more = {}) => ({
  success: false,
  error: { code, message: 'Said the server', fields: [], facts: {}, requestId: 'r-1', ...more },
});

/** The error a call ends with. */
async function errorOf(promise: Promise<unknown>): Promise<ApiError> {
  const error = await promise.then(
    () => null,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

afterEach(() => {
  fetched.mockReset();
});

test('the token of a customer’s link goes with their own rows, and with no other', async () => {
  replies(reply);
  history.replaceState(null, '', '/account#skylink_abc');
  const own = endpoint({ ...open, path: '/api/customer/wallet', access: 'customer-link' });
  await call(own, {});
  await call(read, { id: '42' });
  const sent = fetched.mock.calls.map(([, init]) => new Headers(init?.headers).get('authorization'));
  expect(sent).toEqual(['Bearer skylink_abc', null]);
  sessionStorage.clear();
});

test('money and instants arrive as what they are', async () => {
  replies(reply);
  const result = await call(read, { id: '42' });
  expect(result).toEqual({ balance: 6849n, readAt: new Date('2026-11-01T00:00:00Z') });
});

test('what the path names goes into the path, the rest of a GET into the query, and undefined nowhere', async () => {
  replies(reply);
  await call(read, { id: 'a/b c', search: 'x & y', limit: undefined });
  expect(fetched).toHaveBeenCalledWith(
    '/api/admin/wallets/a%2Fb%20c?search=x+%26+y',
    expect.objectContaining({ method: 'GET', body: null, credentials: 'same-origin' }),
  );
});

test('the rest of a POST goes into a JSON body', async () => {
  replies(reply);
  await call(adjust, { id: 42, amount: '12.50', reason: undefined });
  const [url, init] = fetched.mock.calls[0] ?? [];
  expect(url).toBe('/api/admin/wallets/42/adjustments');
  expect(init?.body).toBe('{"amount":"12.50"}');
  expect(init?.headers).toMatchObject({ 'content-type': 'application/json' });
});

test('a refusal keeps its code, words, fields, facts and request id', async () => {
  const fields = [{ path: 'amount', message: 'Must be more than 0' }];
  replies(refusal('invalid_input', { fields, facts: { balance: '1.00' } }), 400);
  const error = await errorOf(call(adjust, { id: 1, amount: '0' }));
  expect(error).toMatchObject({
    code: 'invalid_input',
    message: 'Said the server',
    status: 400,
    requestId: 'r-1',
  });
  expect(error.fields).toEqual(fields);
  expect(error.facts).toEqual({ balance: '1.00' });
});

test.each`
  what                               | body                                  | status | code
  ${'a reply of another shape'}      | ${{ balance: 5 }}                     | ${200} | ${'internal'}
  ${'an amount with seven decimals'} | ${{ ...reply, balance: '0.0000001' }} | ${200} | ${'internal'}
  ${'a page instead of JSON'}        | ${'<html></html>'}                    | ${200} | ${'internal'}
  ${'a refusal in words of a proxy'} | ${'<h1>Bad Gateway</h1>'}             | ${502} | ${'unavailable'}
  ${'a code we do not know'}         | ${refusal('something_new')}           | ${418} | ${'internal'}
`('$what is an error, never a value', async ({ body, status, code }) => {
  replies(body, status);
  const error = await errorOf(call(read, { id: '1' }));
  expect(error).toMatchObject({ code, status });
});

test('a server that cannot be reached is said in a sentence', async () => {
  fetched.mockRejectedValue(new TypeError('Failed to fetch'));
  vi.stubGlobal('fetch', fetched);
  const error = await errorOf(call(read, { id: '1' }));
  expect(error).toMatchObject({ code: 'unavailable', status: 0 });
  expect(error.message).toContain('cannot be reached');
});

test('a call given up is no failure of the server', async () => {
  const controller = new AbortController();
  controller.abort();
  fetched.mockRejectedValue(new DOMException('gone', 'AbortError'));
  vi.stubGlobal('fetch', fetched);
  const ending = call(read, { id: '1' }, { signal: controller.signal });
  await expect(ending).rejects.toThrow('gone');
  await expect(ending).rejects.not.toBeInstanceOf(ApiError);
});

test.each`
  row     | input          | ends
  ${read} | ${{ id: '1' }} | ${1}
  ${open} | ${{}}          | ${0}
`('a 401 ends the session unless the endpoint is public: $row.path', async ({ row, input, ends }) => {
  replies(refusal('unauthenticated'), 401);
  const ended = vi.fn();
  const stop = onSessionEnd(ended);
  await errorOf(call(row, input));
  expect(ended).toHaveBeenCalledTimes(ends);
  stop();
});
