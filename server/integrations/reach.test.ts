import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { isPublicAddress, problemWithTarget, publicLookup } from './public-address.ts';

test.each`
  address                     | isPublic | what
  ${'93.184.216.34'}          | ${true}  | ${'the internet'}
  ${'2606:2800:220:1::1'}     | ${true}  | ${'the internet'}
  ${'127.0.0.1'}              | ${false} | ${'loopback'}
  ${'127.8.9.10'}             | ${false} | ${'loopback'}
  ${'::1'}                    | ${false} | ${'loopback'}
  ${'0.0.0.0'}                | ${false} | ${'any address'}
  ${'169.254.169.254'}        | ${false} | ${'metadata of most clouds'}
  ${'fd00:ec2::254'}          | ${false} | ${'metadata of another'}
  ${'100.100.100.200'}        | ${false} | ${'metadata of a third'}
  ${'fe80::1'}                | ${false} | ${'link-local'}
  ${'10.1.2.3'}               | ${false} | ${'private'}
  ${'172.20.0.1'}             | ${false} | ${'private'}
  ${'192.168.1.1'}            | ${false} | ${'private'}
  ${'::ffff:127.0.0.1'}       | ${false} | ${'loopback, dressed up'}
  ${'::ffff:169.254.169.254'} | ${false} | ${'metadata, dressed up'}
  ${'64:ff9b::7f00:1'}        | ${false} | ${'translated'}
  ${'224.0.0.1'}              | ${false} | ${'multicast'}
  ${'not an address'}         | ${false} | ${'nothing'}
`('$address is $what', ({ address, isPublic }) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});

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
  ${'ftp://example.com/'}                | ${/such as https/}
  ${'example.com'}                       | ${/such as https/}
`('a webhook to $url: $problem', ({ url, problem }) => {
  const found = problemWithTarget(url, { allowPrivate: false });
  if (problem === null) expect(found).toBeNull();
  else expect(found).toMatch(problem);
});

test('where the environment allows it, a private address may be called', () => {
  expect(problemWithTarget('http://127.0.0.1:8080/hooks', { allowPrivate: true })).toBeNull();
});

test('a name that leads into a private network fails at the look-up, whatever it was when it was saved', async () => {
  const look = promisify(publicLookup);
  await expect(look('localhost', { all: true })).rejects.toMatchObject({ code: 'PRIVATE_ADDRESS' });
});
