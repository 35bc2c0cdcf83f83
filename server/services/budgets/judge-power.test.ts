import { expect, test } from 'vitest';
import type { ServerWithPower } from '../../integrations/virtfusion/client.ts';
import { judgePower } from './judge-power.ts';

const on = { kind: 'known', running: true };
const off = { kind: 'known', running: false };
const dark = { kind: 'unknown', why: 'the hypervisor did not answer' };

test.each`
  wanted   | asked | power   | suspended | step         | wasRunning   | because
  ${'off'} | ${0}  | ${on}   | ${false}  | ${'ask'}     | ${true}      | ${'it runs'}
  ${'off'} | ${0}  | ${off}  | ${false}  | ${'done'}    | ${false}     | ${'it was off before anybody asked: nobody starts it afterwards'}
  ${'off'} | ${1}  | ${off}  | ${false}  | ${'done'}    | ${null}      | ${'we switched it off: what the first look saw stays'}
  ${'off'} | ${3}  | ${on}   | ${false}  | ${'ask'}     | ${true}      | ${'it did not obey'}
  ${'off'} | ${0}  | ${dark} | ${false}  | ${'unknown'} | ${undefined} | ${'what was not seen is not off'}
  ${'on'}  | ${0}  | ${off}  | ${false}  | ${'ask'}     | ${false}     | ${'it is off'}
  ${'on'}  | ${1}  | ${on}   | ${false}  | ${'done'}    | ${null}      | ${'it runs again'}
  ${'on'}  | ${0}  | ${off}  | ${true}   | ${'done'}    | ${null}      | ${'suspended by somebody else: it stays so'}
`('wanted $wanted, asked $asked times: $because', ({ wanted, asked, power, suspended, step, wasRunning }) => {
  const value = { power, suspended } as ServerWithPower;
  const seen = { kind: 'found' as const, value, date: null, readAt: new Date(0) };
  const judged = judgePower({ wanted, asked, seen });
  expect(judged.kind).toBe(step);
  if ('wasRunning' in judged) expect(judged.wasRunning).toBe(wasRunning);
});

test('one that is gone is as off as can be', () => {
  const seen = { kind: 'gone' as const, date: null, readAt: new Date(0) };
  expect(judgePower({ wanted: 'off', asked: 0, seen })).toEqual({ kind: 'done', wasRunning: null });
});
