/** The few forms of ASN.1 DER (X.690) that a certificate needs. */

export function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

export function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

/** Content bytes in hex, as tables of object identifiers print them. */
export function objectId(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'));
}

/** A whole number from 0 to 127. */
export function smallInteger(value: number): Buffer {
  return tagged(0x02, Buffer.from([value]));
}

export function generalizedTime(at: Date): Buffer {
  return tagged(0x18, Buffer.from(`${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));
}

export function bitString(bits: Buffer): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.from([0]), bits]));
}
