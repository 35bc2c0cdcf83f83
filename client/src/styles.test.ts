import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync('client/src/styles.css', 'utf8');

/** The hex tokens of a block. */
function tokensOf(selector: ':root' | '.dark'): Record<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`));
  const body = block.slice(0, block.indexOf('\n}'));
  return Object.fromEntries(
    [...body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex]),
  );
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2.2: 4.5 is enough for text, 3 for the edges of controls. */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ['canvas', 'surface', 'sunken', 'hover', 'raised'];
const tones = ['accent', 'good', 'warn', 'bad', 'info'];
const pairs: [ink: string, ground: string, atLeast: number][] = [
  ...['ink', 'ink-soft', 'ink-faint', 'accent-ink', 'bad-ink', 'warn-ink'].flatMap((ink) =>
    grounds.map((ground): [string, string, number] => [ink, ground, 4.5]),
  ),
  ...tones.flatMap((tone): [string, string, number][] => [
    [`${tone}-ink`, `${tone}-soft`, 4.5],
    ['ink-soft', `${tone}-soft`, 4.5],
    ['ink-faint', `${tone}-soft`, 4.5],
    [tone, 'surface', 3],
  ]),
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-strong', 4.5],
  ['on-bad', 'bad', 4.5],
  ['on-bad', 'bad-strong', 4.5],
  ['canvas', 'ink', 4.5],
  ['control', 'surface', 3],
  ['control', 'sunken', 2.8],
  ['accent', 'canvas', 3],
];

test.each([':root', '.dark'] as const)('in %s every text can be read on its ground', (theme) => {
  const tokens = tokensOf(theme);
  const weak = pairs.flatMap(([ink, ground, atLeast]) => {
    const measured = contrast(tokens[ink] ?? '', tokens[ground] ?? '');
    return measured >= atLeast ? [] : [`${ink} on ${ground}: ${measured.toFixed(2)} < ${atLeast}`];
  });
  expect(weak).toEqual([]);
});

test('dark says every colour anew', () => {
  expect(Object.keys(tokensOf('.dark')).sort()).toEqual(Object.keys(tokensOf(':root')).sort());
});
