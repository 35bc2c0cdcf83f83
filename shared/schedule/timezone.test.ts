import { expect, test } from 'vitest';
import { isTimezone, timezones } from './timezone.ts';

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

test('every zone to choose from passes the check, UTC stands first, and none comes twice', () => {
  const zones = timezones();
  expect(zones[0]).toBe('UTC');
  expect(zones.length).toBeGreaterThan(300);
  expect(new Set(zones).size).toBe(zones.length);
  expect(zones.filter((zone) => !isTimezone(zone))).toEqual([]);
});
