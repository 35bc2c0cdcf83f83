import { expect, test } from 'vitest';
import { isTimezone } from './timezone.ts';

test.each`
  text                                | valid    | because
  ${'UTC'}                            | ${true}  | ${'the default'}
  ${'Europe/London'}                  | ${true}  | ${'an area and a city'}
  ${'America/Argentina/Buenos_Aires'} | ${true}  | ${'three parts'}
  ${'Asia/Calcutta'}                  | ${true}  | ${'an old name is a name'}
  ${'Mars/Olympus'}                   | ${false} | ${'nobody keeps its time'}
  ${'+02:00'}                         | ${false} | ${'an offset knows no summer'}
  ${'europe/london'}                  | ${false} | ${'PostgreSQL knows it by its own spelling only'}
  ${''}                               | ${false} | ${'nothing was chosen'}
  ${'UTC; DROP TABLE settings'}       | ${false} | ${'no name'}
`('"$text" is a zone: $valid ($because)', ({ text, valid }) => {
  expect(isTimezone(text)).toBe(valid);
});

test('every zone of the machine passes', () => {
  const zones = Intl.supportedValuesOf('timeZone');
  expect(zones.length).toBeGreaterThan(300);
  expect(zones.filter((zone) => !isTimezone(zone))).toEqual([]);
});
