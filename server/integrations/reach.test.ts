import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { isHostWithinReach, isWithinReach, lookupWithin } from './reach.ts';

test.each`
  address                     | within       | what
  ${'93.184.216.34'}          | ${'public'}  | ${'the internet'}
  ${'2606:2800:220:1::1'}     | ${'public'}  | ${'the internet'}
  ${'127.0.0.1'}              | ${'private'} | ${'loopback'}
  ${'127.8.9.10'}             | ${'private'} | ${'loopback'}
  ${'::1'}                    | ${'private'} | ${'loopback'}
  ${'::ffff:127.0.0.1'}       | ${'private'} | ${'loopback, dressed up'}
  ${'10.1.2.3'}               | ${'private'} | ${'private'}
  ${'172.20.0.1'}             | ${'private'} | ${'private'}
  ${'192.168.1.1'}            | ${'private'} | ${'private'}
  ${'::ffff:192.168.1.1'}     | ${'private'} | ${'private, dressed up'}
  ${'fd12:3456::1'}           | ${'private'} | ${'private'}
  ${'100.64.0.1'}             | ${'private'} | ${'behind a carrier'}
  ${'0.0.0.0'}                | ${'none'}    | ${'any address'}
  ${'::'}                     | ${'none'}    | ${'any address'}
  ${'169.254.169.254'}        | ${'none'}    | ${'metadata of most clouds'}
  ${'::ffff:169.254.169.254'} | ${'none'}    | ${'metadata, dressed up'}
  ${'fd00:ec2::254'}          | ${'none'}    | ${'metadata of another'}
  ${'100.100.100.200'}        | ${'none'}    | ${'metadata of a third'}
  ${'168.63.129.16'}          | ${'none'}    | ${'metadata of a fourth'}
  ${'192.0.0.192'}            | ${'none'}    | ${'metadata of a fifth'}
  ${'fe80::1'}                | ${'none'}    | ${'link-local'}
  ${'::7f00:1'}               | ${'none'}    | ${'loopback in an old spelling'}
  ${'64:ff9b::7f00:1'}        | ${'none'}    | ${'translated'}
  ${'2002:7f00:1::'}          | ${'none'}    | ${'tunnelled'}
  ${'224.0.0.1'}              | ${'none'}    | ${'multicast'}
  ${'255.255.255.255'}        | ${'none'}    | ${'broadcast'}
  ${'not an address'}         | ${'none'}    | ${'nothing'}
`('$address is within $within reach: $what', ({ address, within }) => {
  expect([isWithinReach(address, 'public'), isWithinReach(address, 'private')]).toEqual([
    within === 'public',
    within !== 'none',
  ]);
});

test.each`
  url                                                   | within
  ${'https://panel.example.com'}                        | ${'public'}
  ${'https://93.184.216.34'}                            | ${'public'}
  ${'http://2130706433'}                                | ${'private'}
  ${'http://0x7f000001'}                                | ${'private'}
  ${'http://0177.0.0.1'}                                | ${'private'}
  ${'http://127.1'}                                     | ${'private'}
  ${'http://[::ffff:7f00:1]'}                           | ${'private'}
  ${'http://localhost'}                                 | ${'private'}
  ${'http://LOCALHOST.'}                                | ${'private'}
  ${'http://panel.localhost'}                           | ${'private'}
  ${'http://panel.local'}                               | ${'private'}
  ${'http://vault.internal'}                            | ${'private'}
  ${'http://２１３０７０６４３３'}                      | ${'private'}
  ${'http://metadata.google.internal/computeMetadata/'} | ${'none'}
  ${'http://2852039166'}                                | ${'none'}
  ${'http://0xa9.0xfe.0xa9.0xfe'}                       | ${'none'}
  ${'http://0251.0376.0251.0376'}                       | ${'none'}
  ${'http://[fe80::1]'}                                 | ${'none'}
  ${'http://0'}                                         | ${'none'}
`('the host of $url is within $within reach', ({ url, within }) => {
  const host = new URL(url);
  expect([isHostWithinReach(host, 'public'), isHostWithinReach(host, 'private')]).toEqual([
    within === 'public',
    within !== 'none',
  ]);
});

const look = (reach: 'public' | 'private') => promisify(lookupWithin(reach));

test('a name that leads to loopback fails at the look-up, whatever it was when it was saved', async () => {
  await expect(look('public')('localhost', { all: true })).rejects.toMatchObject({ code: 'OUT_OF_REACH' });
  await expect(look('public')('localhost', {})).rejects.toMatchObject({ code: 'OUT_OF_REACH' });
});

test('and is found where private networks are meant', async () => {
  expect(await look('private')('localhost', {})).toMatch(/^(127\.0\.0\.1|::1)$/);
});
