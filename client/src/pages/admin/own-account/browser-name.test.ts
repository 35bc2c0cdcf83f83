import { expect, test } from 'vitest';
import { browserName } from './browser-name.ts';

test.each`
  userAgent                                                                                                                  | name
  ${'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'}                                                | ${'Firefox on Linux'}
  ${'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0 Safari/537.36 Edg/147.0'} | ${'Edge on Windows'}
  ${'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15'} | ${'Safari on macOS'}
  ${'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0 Mobile Safari/537.36'}     | ${'Chrome on Android'}
  ${'curl/8.14.1'}                                                                                                           | ${'curl/8.14.1'}
  ${null}                                                                                                                    | ${'A browser that does not say which'}
`('$name', ({ userAgent, name }) => {
  expect(browserName(userAgent)).toBe(name);
});
