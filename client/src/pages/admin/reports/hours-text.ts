/** Seconds as hours, exact to the second: '719 h', '719 h 30 min', '12 s'. */
export function hoursText(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const told = parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count.toLocaleString('en')} ${unit}`);
  return told.join(' ') || '0 h';
}
