import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** Keeps short texts secret at rest. A sealed text opens only in the place it was sealed for. */
export interface SecretBox {
  /** Encrypts `text`; `place` names where it will be kept ('settings:virtfusion_api_token'). */
  seal(text: string, place: string): string;
  /** Decrypts what `seal` gave. Throws SecretBoxError if it was changed, moved, or sealed with another key. */
  open(sealed: string, place: string): string;
  /** 32 bytes of its own for each purpose, always the same from one key. */
  derive(purpose: string): Buffer;
}

/** A sealed text cannot be opened; the message says why and never what it held. */
export class SecretBoxError extends Error {
  override name = 'SecretBoxError';
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEALED = /^v1\.([\w-]{11})\.([\w-]{16})\.([\w-]{22,})$/;

/** A box under `key`, 32 bytes. Sealed texts read `v1.<key id>.<nonce>.<ciphertext and tag>` in base64url. */
export function createSecretBox(key: Buffer): SecretBox {
  if (key.length !== 32) throw new SecretBoxError(`The secret key must have 32 bytes, not ${key.length}.`);
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `skypanel:${purpose}`, 32));
  const sealingKey = derive('secret-box');
  const keyId = createHash('sha256').update(derive('key-id')).digest().subarray(0, 8).toString('base64url');
  return {
    derive,
    seal: (text, place) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, sealingKey, nonce).setAAD(boundTo(place, keyId));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return ['v1', keyId, nonce.toString('base64url'), body.toString('base64url')].join('.');
    },
    open: (sealed, place) => {
      const { nonce, body } = partsOf(sealed, keyId);
      const decipher = createDecipheriv(CIPHER, sealingKey, nonce, { authTagLength: TAG_BYTES })
        .setAAD(boundTo(place, keyId))
        .setAuthTag(body.subarray(-TAG_BYTES));
      try {
        return Buffer.concat([decipher.update(body.subarray(0, -TAG_BYTES)), decipher.final()]).toString(
          'utf8',
        );
      } catch {
        throw new SecretBoxError(
          'A saved secret was changed after it was sealed, or moved to another place.',
        );
      }
    },
  };
}

function boundTo(place: string, keyId: string): Buffer {
  return Buffer.from(`${place}\n${keyId}`, 'utf8');
}

function partsOf(sealed: string, keyId: string): { nonce: Buffer; body: Buffer } {
  const [, itsKey, nonce, body] = SEALED.exec(sealed) ?? [];
  if (!itsKey || !nonce || !body)
    throw new SecretBoxError('A saved secret is not in the form v1.key.nonce.text.');
  if (itsKey !== keyId) {
    throw new SecretBoxError(`A saved secret was sealed with another SECRET_KEY (${itsKey}, not ${keyId}).`);
  }
  return { nonce: bytesOf(nonce), body: bytesOf(body) };
}

/** Refuses the spellings base64url tolerates: unused bits at the end would let a changed letter pass. */
function bytesOf(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text)
    throw new SecretBoxError('A saved secret is not well-formed base64url.');
  return bytes;
}
