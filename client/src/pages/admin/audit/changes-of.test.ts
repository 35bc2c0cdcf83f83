import { expect, test } from 'vitest';
import { changesOf, fieldText } from './changes-of.ts';

test.each([
  {
    what: 'only what differs is told',
    before: { enabled: false, hoursPerMonth: 730 },
    after: { enabled: true, hoursPerMonth: 730 },
    is: [{ field: 'enabled', before: false, after: true }],
  },
  {
    what: 'something new was nothing before',
    before: null,
    after: { monthlyPrice: '5.00' },
    is: [{ field: 'monthlyPrice', before: undefined, after: '5.00' }],
  },
  {
    what: 'a record inside a record is told by its parts',
    before: { settings: { capHours: 730, timezone: 'UTC' } },
    after: { settings: { capHours: null, timezone: 'UTC' } },
    is: [{ field: 'settings.capHours', before: 730, after: null }],
  },
  { what: 'no records, no changes', before: null, after: null, is: [] },
  {
    what: 'a bare value has a name too',
    before: null,
    after: 'x',
    is: [{ field: 'value', before: undefined, after: 'x' }],
  },
])('$what', ({ before, after, is }) => {
  expect(changesOf(before, after)).toEqual(is);
});

test.each`
  field                       | text
  ${'enabled'}                | ${'Enabled'}
  ${'settings.hoursPerMonth'} | ${'Hours per month'}
  ${'amountMicros'}           | ${'Amount'}
  ${'package_id'}             | ${'Package id'}
`('$field is called "$text"', ({ field, text }) => {
  expect(fieldText(field)).toBe(text);
});
