const bitsPerChunk = 65_536;

/** Ids in few bits each, so that the sweep of a million servers needs no million objects. */
export class IdSet {
  readonly #chunks = new Map<number, Uint8Array>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** False when the id was there already. */
  add(id: number): boolean {
    const chunk = this.#chunkFor(Math.floor(id / bitsPerChunk));
    const bit = id % bitsPerChunk;
    const byte = chunk[bit >> 3] ?? 0;
    if (byte & (1 << (bit & 7))) return false;
    chunk[bit >> 3] = byte | (1 << (bit & 7));
    this.#size += 1;
    return true;
  }

  has(id: number): boolean {
    const bit = id % bitsPerChunk;
    const byte = this.#chunks.get(Math.floor(id / bitsPerChunk))?.[bit >> 3] ?? 0;
    return (byte & (1 << (bit & 7))) !== 0;
  }

  #chunkFor(number: number): Uint8Array {
    let chunk = this.#chunks.get(number);
    if (!chunk) {
      chunk = new Uint8Array(bitsPerChunk / 8);
      this.#chunks.set(number, chunk);
    }
    return chunk;
  }
}
