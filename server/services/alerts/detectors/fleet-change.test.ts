import { expect, test } from 'vitest';
import { fleetChange } from './fleet-change.ts';

const at = (time: string) => new Date(`2026-11-23T${time}:00Z`);
const look = (servers: number, time = '19:00') => ({ servers, at: at(time) });

test.each`
  now          | before                            | limit | found    | because
  ${look(100)} | ${[look(100)]}                    | ${30} | ${false} | ${'nothing changed'}
  ${look(70)}  | ${[look(100)]}                    | ${30} | ${false} | ${'30 % fewer is the limit'}
  ${look(69)}  | ${[look(100)]}                    | ${30} | ${true}  | ${'31 % fewer is beyond'}
  ${look(131)} | ${[look(100)]}                    | ${30} | ${true}  | ${'31 % more as well'}
  ${look(0)}   | ${[look(100)]}                    | ${30} | ${true}  | ${'a list that shrinks to nothing'}
  ${look(80)}  | ${[look(95), look(130, '01:00')]} | ${30} | ${true}  | ${'bit by bit within a day'}
  ${look(1)}   | ${[look(19)]}                     | ${30} | ${false} | ${'a small fleet changes by large shares'}
  ${look(0)}   | ${[look(100)]}                    | ${0}  | ${false} | ${'the limit is off'}
  ${look(100)} | ${[]}                             | ${30} | ${false} | ${'the first look has none before it'}
  ${null}      | ${[]}                             | ${30} | ${false} | ${'there was no look'}
`('$now.servers after $before at $limit %: $found, $because', ({ now, before, limit, found }) => {
  expect(fleetChange({ now, before, limitPercent: limit })).toHaveLength(found ? 1 : 0);
});
