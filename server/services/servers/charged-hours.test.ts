import { expect, test } from 'vitest';
import { hoursBack } from './charged-hours.ts';

test.each`
  from       | until      | most   | hours                 | because
  ${'10:00'} | ${'13:00'} | ${300} | ${['12', '11', '10']} | ${'newest first, both ends whole'}
  ${'10:00'} | ${'13:00'} | ${2}   | ${['12', '11']}       | ${'no more than asked for'}
  ${'10:20'} | ${'12:59'} | ${300} | ${['11']}             | ${'whole hours alone'}
  ${'10:00'} | ${'10:00'} | ${300} | ${[]}                 | ${'no time at all'}
  ${'13:00'} | ${'10:00'} | ${300} | ${[]}                 | ${'it ends before it begins'}
`('from $from to $until lie $hours: $because', ({ from, until, most, hours }) => {
  const at = (clock: string) => new Date(`2026-11-01T${clock}:00Z`);
  const found = hoursBack({ from: at(from), until: at(until), most });
  expect(found).toEqual(hours.map((hour: string) => at(`${hour}:00`)));
});
