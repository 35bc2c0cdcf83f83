import { expect, test } from 'vitest';
import { type OracleFacts, type TrueEvent, workOutOwed } from './oracle.ts';

const NOON = Date.parse('2027-03-10T12:00:00Z') / 1000;
const MINUTE = 60;
const HOUR = 3600;
const at = (hours: number) => NOON + hours * HOUR;

const born: TrueEvent[] = [
  { at: NOON - 24 * HOUR, kind: 'created', ownerId: 1, packageId: 7 },
  { at: NOON - 24 * HOUR, kind: 'booted' },
];
const everyTwentyMinutes = Array.from({ length: 13 }, (_, look) => NOON + look * 20 * MINUTE);

/** One server at 7.30 a month of 730 hours, which is a cent an hour; looked at every twenty minutes for four hours. */
function owed(events: TrueEvent[], facts: Partial<OracleFacts> = {}): string[] {
  return workOutOwed({
    servers: new Map([[1, events]]),
    looks: everyTwentyMinutes,
    mute: new Map(),
    switchedOn: [{ from: NOON, until: Number.MAX_SAFE_INTEGER }],
    prices: [{ packageId: 7, from: 0, micros: 7_300_000n }],
    percent: { running: 100, stopped: 0, suspended: 50 },
    hoursPerMonth: 730,
    capHours: 730,
    until: at(3),
    ...facts,
  }).map(({ hour, customerId, micros }) => `${(hour - NOON) / HOUR}: ${customerId} owes ${micros}`);
}

test.each<[string, TrueEvent[], Partial<OracleFacts>, string[]]>([
  ['a server that runs owes each hour', [], {}, ['0: 1 owes 10000', '1: 1 owes 10000', '2: 1 owes 10000']],
  [
    'stopped at 0:30, seen stopped at 0:40: it ran until 0:20 for certain',
    [{ at: at(0.5), kind: 'stopped' }],
    { until: at(1) },
    ['0: 1 owes 3333'],
  ],
  [
    'suspended for half the price from the look that saw it; doubt is the cheaper one',
    [{ at: at(0.5), kind: 'suspended' }],
    { until: at(1) },
    ['0: 1 owes 6667'],
  ],
  [
    'deleted at 1:30: nothing after the last look that saw it, and no row for the hours after',
    [{ at: at(1.5), kind: 'deleted' }],
    {},
    ['0: 1 owes 10000', '1: 1 owes 3333'],
  ],
  [
    'moved at 0:50, seen at 1:00: the new owner pays from the hour that begins then',
    [{ at: at(5 / 6), kind: 'owner', ownerId: 2 }],
    { until: at(2) },
    ['0: 1 owes 10000', '1: 2 owes 10000'],
  ],
  [
    'power unread at 0:20 and 0:40 between two looks that saw it run: it ran',
    [],
    { until: at(1), mute: new Map([[1, new Set([NOON + 20 * MINUTE, NOON + 40 * MINUTE])]]) },
    ['0: 1 owes 10000'],
  ],
  ['nobody looked from 0:20 on: the hour waits', [], { looks: [NOON, NOON + 20 * MINUTE], until: at(1) }, []],
  [
    'switched off at 0:20 and on again at 1:40',
    [],
    {
      until: at(2),
      switchedOn: [
        { from: NOON, until: at(1 / 3) },
        { from: at(5 / 3), until: at(99) },
      ],
    },
    ['0: 1 owes 3333', '1: 1 owes 3334'],
  ],
  [
    'the cap: an hour and a half a month',
    [],
    { capHours: 1.5 },
    ['0: 1 owes 10000', '1: 1 owes 5000', '2: 1 owes 0'],
  ],
  [
    'a price from 1:00 on has a count of its own',
    [],
    {
      until: at(2),
      prices: [
        { packageId: 7, from: 0, micros: 7_300_000n },
        { packageId: 7, from: at(1), micros: 14_600_000n },
      ],
    },
    ['0: 1 owes 10000', '1: 1 owes 20000'],
  ],
  [
    'a resize seen at 0:40 is priced from the next hour on',
    [{ at: at(0.5), kind: 'package', packageId: 8 }],
    {
      until: at(2),
      prices: [
        { packageId: 7, from: 0, micros: 7_300_000n },
        { packageId: 8, from: 0, micros: 14_600_000n },
      ],
    },
    ['0: 1 owes 10000', '1: 1 owes 20000'],
  ],
])('%s', (_rule, events, facts, expected) => {
  expect(owed([...born, ...events], facts)).toEqual(expected);
});

test('created under our eyes at 0:10, seen at 0:20: how it was powered until then nobody saw', () => {
  const events: TrueEvent[] = [
    { at: at(1 / 6), kind: 'created', ownerId: 3, packageId: 7 },
    { at: at(1 / 6), kind: 'booted' },
  ];
  expect(owed(events, { until: at(1) })).toEqual(['0: 3 owes 6667']);
});

test('hours add up to the month: rounding never drifts, a tie goes to the even one', () => {
  const prices = [{ packageId: 7, from: 0, micros: 365n }];
  expect(owed(born, { prices, until: at(3) })).toEqual(['0: 1 owes 0', '1: 1 owes 1', '2: 1 owes 1']);
});
