import { expect, test } from 'vitest';
import { createRedactor } from './redact.ts';

const token = '17|s3cret/"plus"+more';
const redactor = createRedactor(token);

test.each([
  ['as it is', `token was ${token}.`],
  ['without its number', 'token was s3cret/"plus"+more.'],
  ['in a URL', `?token=${encodeURIComponent(token)}`],
  ['in JSON', JSON.stringify({ token })],
  ['in a header', `Authorization: Bearer ${token}`],
])('the token is hidden %s', (_, text) => {
  expect(redactor.text(text)).not.toContain('s3cret');
  expect(redactor.text(text)).toContain('[redacted]');
});

test("somebody else's bearer token is hidden too", () => {
  expect(redactor.text('sent bearer abc.def-123, refused')).toBe('sent Bearer [redacted], refused');
});

test('secrets are hidden by their key at any depth, and nothing else is', () => {
  const reply = {
    data: {
      settings: { encryptedPassword: 'x', backupPlan: 3 },
      encryptedToken: 'x',
      vnc: { ip: '192.168.4.2', password: 'x', wss: { token: 'x', url: 'wss://x' } },
      list: [{ expectedPassword: 'x', queueId: 171 }],
      authentication: { tokens: { 1: 'x' }, endpoint_complete: '/token_authenticate/?1=x' },
      credit: { tokens: '12.5' },
      none: null,
    },
  };
  expect(redactor.value(reply)).toEqual({
    data: {
      settings: { encryptedPassword: '[redacted]', backupPlan: 3 },
      encryptedToken: '[redacted]',
      vnc: { ip: '192.168.4.2', password: '[redacted]', wss: '[redacted]' },
      list: [{ expectedPassword: '[redacted]', queueId: 171 }],
      authentication: '[redacted]',
      credit: { tokens: '12.5' },
      none: null,
    },
  });
});
