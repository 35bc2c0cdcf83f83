const units: readonly [name: string, seconds: number][] = [
  ['h', 3600],
  ['min', 60],
  ['s', 1],
];

/** '1 h', '42 min 10 s', '0 s': whole seconds in words, nothing rounded. */
export function durationText(seconds: number): string {
  let rest = Math.trunc(seconds);
  const parts = units.flatMap(([name, length]) => {
    const count = Math.trunc(rest / length);
    rest -= count * length;
    return count > 0 ? [`${count.toLocaleString('en')} ${name}`] : [];
  });
  return parts.join(' ') || '0 s';
}
