/** Numbers in [0, 1) that repeat for the same seed (mulberry32, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A whole number in [from, to], both included, that depends on the salts alone. */
export function steadyInteger(from: number, to: number, ...salts: number[]): number {
  const seed = salts.reduce((mixed, salt) => Math.imul(mixed ^ salt, 2_654_435_761) >>> 0, 0x9e3779b9);
  return from + Math.floor(seededRandom(seed)() * (to - from + 1));
}

/** A version 4 looking UUID that depends on the id alone, so that a million need not be stored. */
export function uuidOf(id: number): string {
  const next = seededRandom(Math.imul(id, 2_654_435_761));
  const hex = Array.from({ length: 4 }, () =>
    Math.floor(next() * 4_294_967_296)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
