/** What a backup is a row of: one letter that says what follows, its length, and that much of it. */
export interface Frame {
  kind: FrameKind;
  payload: Buffer;
}

/** m: the manifest. t: a table begins. d: some of its rows, as COPY writes them. e: it ends. f: all is there. */
export type FrameKind = 'm' | 't' | 'd' | 'e' | 'f';

const HEAD_BYTES = 5;
/** Longer is no frame of ours: a manifest of a thousand tables is far below it. */
const LONGEST = 64 * 1024 * 1024;

/** A frame as bytes: a letter, four bytes of length, the payload. */
export function frame(kind: FrameKind, payload: Buffer | object): Buffer {
  const body = Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload), 'utf8');
  const head = Buffer.alloc(HEAD_BYTES);
  head.write(kind, 'latin1');
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

/** The frames of a stream of bytes, one at a time. @throws Error when it ends inside one, or holds something else */
export async function* readFrames(bytes: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of bytes) {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    let at = 0;
    while (rest.length - at >= HEAD_BYTES) {
      const length = rest.readUInt32BE(at + 1);
      if (length > LONGEST) throw new Error('The backup is damaged: a part of it has no sensible length.');
      if (rest.length - at - HEAD_BYTES < length) break;
      const payload = rest.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length);
      yield { kind: kindOf(rest.toString('latin1', at, at + 1)), payload };
      at += HEAD_BYTES + length;
    }
    rest = rest.subarray(at);
  }
  if (rest.length > 0) throw new Error('The backup is damaged: it ends in the middle of a part.');
}

function kindOf(letter: string): FrameKind {
  const known: readonly FrameKind[] = ['m', 't', 'd', 'e', 'f'];
  const kind = known.find((one) => one === letter);
  if (!kind)
    throw new Error('The backup is damaged, or of a later release: it holds a part of an unknown kind.');
  return kind;
}
