import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  bitString,
  generalizedTime,
  objectId,
  sequence,
  smallInteger,
  tagged,
} from './distinguished-encoding.ts';

export interface Authority {
  name: string;
  key: KeyObject;
  /** PEM. */
  certificate: string;
}

export interface SigningCertificate {
  key: KeyObject;
  /** PEM: itself, then the intermediate authority that vouches for it; the root is left out, as PayPal leaves it. */
  chain: string;
}

interface Wish {
  subject: string;
  publicKey: KeyObject;
  from: Date;
  until: Date;
  serial: number;
  isAuthority: boolean;
}

const YEAR_MS = 365 * 86_400_000;

/** An authority that vouches for itself: the root of one emulator, gone with it. */
export function makeRoot(name: string, now: Date): Authority {
  const { publicKey, privateKey } = authorityKeys();
  const period = {
    from: new Date(now.getTime() - 10 * YEAR_MS),
    until: new Date(now.getTime() + 10 * YEAR_MS),
  };
  const wish = { subject: name, publicKey, ...period, serial: 1, isAuthority: true };
  return { name, key: privateKey, certificate: issue(wish, { name, key: privateKey }) };
}

/** A certificate for signing webhooks, under an intermediate authority of this root. */
export function makeSigningCertificate(
  root: Authority,
  { subject, now, validDays = 365 }: { subject: string; now: Date; validDays?: number },
): SigningCertificate {
  const middle = authorityKeys();
  const middleName = `${root.name} intermediate`;
  const from = new Date(now.getTime() - YEAR_MS);
  const middleCertificate = issue(
    {
      subject: middleName,
      publicKey: middle.publicKey,
      from,
      until: new Date(now.getTime() + 5 * YEAR_MS),
      serial: 2,
      isAuthority: true,
    },
    root,
  );
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const until = new Date(now.getTime() + validDays * 86_400_000);
  const leaf = issue(
    { subject, publicKey, from, until, serial: 3, isAuthority: false },
    { name: middleName, key: middle.privateKey },
  );
  return { key: privateKey, chain: leaf + middleCertificate };
}

/** Of an elliptic curve, because they are made at every start; PayPal's own are not documented. */
function authorityKeys() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

const ecdsaWithSha256 = sequence(objectId('2a8648ce3d040302'));

/** RFC 5280, 4.1, signed by the issuer. */
function issue(wish: Wish, issuer: Pick<Authority, 'name' | 'key'>): string {
  const body = sequence(
    tagged(0xa0, smallInteger(2)),
    smallInteger(wish.serial),
    ecdsaWithSha256,
    distinguishedName(issuer.name),
    sequence(generalizedTime(wish.from), generalizedTime(wish.until)),
    distinguishedName(wish.subject),
    wish.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(basicConstraints(wish.isAuthority))),
  );
  const der = sequence(body, ecdsaWithSha256, bitString(sign('sha256', body, issuer.key)));
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

function distinguishedName(commonName: string): Buffer {
  const attribute = sequence(objectId('550403'), tagged(0x0c, Buffer.from(commonName)));
  return sequence(tagged(0x31, attribute));
}

/** Critical; an authority may have authorities below it. */
function basicConstraints(isAuthority: boolean): Buffer {
  const yes = tagged(0x01, Buffer.from([0xff]));
  const value = isAuthority ? sequence(yes) : sequence();
  return sequence(objectId('551d13'), yes, tagged(0x04, value));
}
