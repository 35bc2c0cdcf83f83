import { describe, expect, test } from 'vitest';
import { defaultTemplate } from './default-templates.ts';
import { noticeEventNames } from './events.ts';
import { waysOf } from './routes.ts';
import { fill, placeholdersOf, problemWith } from './template.ts';

test.each`
  text                                 | problem
  ${'You have {{balance}} left'}       | ${null}
  ${'{{ balance }} and {{customer}}'}  | ${null}
  ${'no names at all, but { braces }'} | ${null}
  ${'{{balanse}}'}                     | ${/There is no {{balanse}} here: write one of {{balance}}/}
  ${'{{constructor}}'}                 | ${/There is no {{constructor}}/}
  ${'{{at}}'}                          | ${/There is no {{at}}/}
  ${'{{#if balance}}low{{/if}}'}       | ${/two braces/}
  ${'{{balance'}                       | ${/two braces/}
  ${'{{{balance}}}'}                   | ${null}
`('as a template of a low wallet, "$text" has the problem $problem', ({ text, problem }) => {
  const found = problemWith('wallet.low', text);
  if (problem === null) expect(found).toBeNull();
  else expect(found).toMatch(problem);
});

test('a value is never read as a template', () => {
  expect(fill('{{name}}: {{name}}', { name: '{{secret}} $& $1' })).toBe('{{secret}} $& $1: {{secret}} $& $1');
});

test('a name without a value is an error, not an empty place', () => {
  expect(() => fill('{{toString}}', {})).toThrow('toString');
});

describe('our own texts', () => {
  const cases = noticeEventNames.flatMap((event) =>
    waysOf(event).flatMap((way) => (way === 'webhook' ? [] : [[event, way] as const])),
  );
  test.each(cases)('of %s by %s name only what there is', (event, way) => {
    const { subject, body, action } = defaultTemplate(event, way);
    expect([subject, body, action].map((text) => problemWith(event, text))).toEqual([null, null, null]);
    const words = Object.fromEntries(Object.keys(placeholdersOf(event)).map((name) => [name, 'x']));
    expect(fill(subject, words).length).toBeLessThanOrEqual(200);
  });
});
