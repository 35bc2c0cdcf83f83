import { beforeAll, expect, test } from 'vitest';
import {
  type Authority,
  makeRoot,
  makeSigningCertificate,
} from '../../emulators/paypal/webhooks/certificates.ts';
import { keyOfChain } from './certificate-chain.ts';

const now = new Date('2026-11-01T12:00:00Z');
const subject = 'messageverificationcerts.paypal.com';
let root: Authority;
let chain: string;
beforeAll(() => {
  root = makeRoot('A trusted root', now);
  chain = makeSigningCertificate(root, { subject, now }).chain;
});

const certificates = (pem: string) => pem.match(/-----BEGIN[\s\S]+?END CERTIFICATE-----/g) ?? [];
const inYears = (years: number) => new Date(now.getTime() + years * 365 * 86_400_000);

test('a chain to a trusted root gives its key', () => {
  expect(keyOfChain(chain, { roots: [root.certificate], now }).problem).toBeNull();
});

test.each`
  case                                       | pem                                                                          | at             | problem
  ${'no certificate'}                        | ${() => 'hello'}                                                             | ${now}         | ${'not a certificate'}
  ${'a broken one'}                          | ${() => chain.replace(/[A-Z]{3}/g, 'AAA')}                                   | ${now}         | ${'not a certificate'}
  ${'a root that is not trusted'}            | ${() => byAnother(subject)}                                                  | ${now}         | ${'not vouched for by a trusted authority'}
  ${'the intermediate left out'}             | ${() => certificates(chain)[0]}                                              | ${now}         | ${'not vouched for by a trusted authority'}
  ${'an intermediate of somebody else'}      | ${() => `${certificates(chain)[0]}\n${certificates(byAnother(subject))[1]}`} | ${now}         | ${'not vouched for by a trusted authority'}
  ${'the name of somebody else'}             | ${() => named('attacker.example')}                                           | ${now}         | ${'not issued to PayPal'}
  ${'a name that only ends like PayPal’s'}   | ${() => named('messageverificationcerts.notpaypal.com')}                     | ${now}         | ${'not issued to PayPal'}
  ${'a name that only begins like PayPal’s'} | ${() => named('messageverificationcerts.paypal.com.evil')}                   | ${now}         | ${'not issued to PayPal'}
  ${'a certificate that has ended'}          | ${() => chain}                                                               | ${inYears(2)}  | ${'not in its time of validity'}
  ${'a certificate of the future'}           | ${() => chain}                                                               | ${inYears(-2)} | ${'not in its time of validity'}
`('$case is refused: $problem', ({ pem, at, problem }) => {
  expect(keyOfChain(pem(), { roots: [root.certificate], now: at })).toEqual({ key: null, problem });
});

function byAnother(name: string): string {
  return makeSigningCertificate(makeRoot('A trusted root', now), { subject: name, now }).chain;
}

function named(name: string): string {
  return makeSigningCertificate(root, { subject: name, now }).chain;
}

test('a leaf vouches for nobody: it is no authority', () => {
  const leaf = certificates(chain)[0] ?? '';
  expect(keyOfChain(chain, { roots: [leaf], now }).problem).toBe('not vouched for by a trusted authority');
});
