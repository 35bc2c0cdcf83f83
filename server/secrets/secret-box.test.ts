import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSecretBox, SecretBoxError } from './secret-box.ts';

const box = createSecretBox(Buffer.alloc(32, 7));
const PLACE = 'settings:virtfusion_api_token';

describe('a sealed text', () => {
  test('opens to what it was, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        expect(box.open(box.seal(text, PLACE), PLACE)).toBe(text);
      }),
    );
  });

  test('never reads the same twice, so equal secrets cannot be told', () => {
    expect(box.seal('same', PLACE)).not.toBe(box.seal('same', PLACE));
  });

  test('does not open in another place', () => {
    const sealed = box.seal('secret', PLACE);
    expect(() => box.open(sealed, 'settings:smtp_password')).toThrow(SecretBoxError);
  });

  test('does not open with another key, and says so', () => {
    const other = createSecretBox(randomBytes(32));
    expect(() => other.open(box.seal('secret', PLACE), PLACE)).toThrow(/another SECRET_KEY/);
  });

  test('does not open when any one letter of it was changed', () => {
    const sealed = box.seal('a secret of some length', PLACE);
    for (let at = 0; at < sealed.length; at++) {
      const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
      expect(() => box.open(changed, PLACE), `letter ${at}`).toThrow(SecretBoxError);
    }
  });

  test('does not open when any one byte behind the letters was flipped', () => {
    const [version, keyId, nonce = '', body = ''] = box.seal('a secret', PLACE).split('.');
    const flips = [nonce, body].flatMap((part, which) =>
      [...Buffer.from(part, 'base64url').keys()].map((at) => {
        const bytes = Buffer.from(part, 'base64url');
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        const flipped = bytes.toString('base64url');
        return [version, keyId, which === 0 ? flipped : nonce, which === 1 ? flipped : body].join('.');
      }),
    );
    expect(flips).toHaveLength(12 + 8 + 16);
    for (const sealed of flips) expect(() => box.open(sealed, PLACE)).toThrow(SecretBoxError);
  });

  test.each(['', 'plain text', 'v1...', 'v2.a.b.c'])('is refused when it is not one: %j', (text) => {
    expect(() => box.open(text, PLACE)).toThrow(SecretBoxError);
  });

  test('cut short does not open', () => {
    const sealed = box.seal('a secret of some length', PLACE);
    expect(() => box.open(sealed.slice(0, -4), PLACE)).toThrow(SecretBoxError);
  });
});

test('each purpose gets a key of its own, the same at every start', () => {
  const again = createSecretBox(Buffer.alloc(32, 7));
  expect(again.derive('sessions')).toEqual(box.derive('sessions'));
  expect(box.derive('sessions')).not.toEqual(box.derive('links'));
  expect(box.derive('sessions')).toHaveLength(32);
});

test('a key of another length is refused', () => {
  expect(() => createSecretBox(randomBytes(16))).toThrow(/32 bytes, not 16/);
});
