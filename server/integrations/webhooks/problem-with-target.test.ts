import { expect, test } from 'vitest';
import { problemWithTarget } from './problem-with-target.ts';

test.each`
  url                                    | problem
  ${'https://example.com/hooks?a=b'}     | ${null}
  ${'https://93.184.216.34/hooks'}       | ${null}
  ${'http://example.com/hooks'}          | ${/Use https/}
  ${'https://127.0.0.1/'}                | ${/private network/}
  ${'https://2130706433/'}               | ${/private network/}
  ${'https://0x7f.1/'}                   | ${/private network/}
  ${'https://[::1]:8443/'}               | ${/private network/}
  ${'https://localhost/'}                | ${/private network/}
  ${'https://metadata.google.internal/'} | ${/private network/}
  ${'https://user:pw@example.com/'}      | ${/user or password/}
  ${'https://example.com/#top'}          | ${/what follows the #/}
  ${'ftp://example.com/'}                | ${/such as https/}
  ${'example.com'}                       | ${/such as https/}
`('a webhook to $url: $problem', ({ url, problem }) => {
  const found = problemWithTarget(url, 'public');
  if (problem === null) expect(found).toBeNull();
  else expect(found).toMatch(problem);
});

test('where the environment allows it, a private address may be called, and metadata may not', () => {
  expect(problemWithTarget('http://127.0.0.1:8080/hooks', 'private')).toBeNull();
  expect(problemWithTarget('http://169.254.169.254/latest', 'private')).toMatch(/reserved/);
});
