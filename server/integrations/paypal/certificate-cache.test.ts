import { expect, test } from 'vitest';
import { settableClock } from '../../testing/settable-clock.ts';
import { cachedCertificates } from './certificate-cache.ts';

const one = new URL('https://api.paypal.com/v1/notifications/certs/CERT-1');

function counting() {
  const clock = settableClock('2026-11-01T12:00:00Z');
  const asked: string[] = [];
  const get = cachedCertificates(async (url) => {
    asked.push(url.href);
    if (url.href.endsWith('GONE')) throw new Error('not there');
    return `PEM ${asked.length}`;
  }, clock);
  return { clock, asked, get };
}

test('a certificate is fetched once an hour', async () => {
  const { clock, get } = counting();
  expect([await get(one), await get(one)]).toEqual(['PEM 1', 'PEM 1']);
  clock.advance(3_600_000);
  expect(await get(one)).toBe('PEM 2');
});

test('a failure is not remembered', async () => {
  const { asked, get } = counting();
  const gone = new URL('GONE', one);
  for (let tries = 0; tries < 2; tries += 1) await expect(get(gone)).rejects.toThrow('not there');
  expect(asked).toHaveLength(2);
});

test('whoever names one after another fills no memory', async () => {
  const { asked, get } = counting();
  for (let name = 0; name < 20; name += 1) await get(new URL(`CERT-${name}`, one));
  await get(new URL('CERT-0', one));
  expect(asked).toHaveLength(21);
});
