import { expect, test } from 'vitest';
import { forecastEnd } from './forecast-end.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 23, 20, 0, seconds));

test.each`
  seconds | done    | total   | perSecond | end     | because
  ${0}    | ${0}    | ${1000} | ${null}   | ${null} | ${'it has only begun'}
  ${10}   | ${0}    | ${1000} | ${null}   | ${null} | ${'nothing is done yet'}
  ${10}   | ${500}  | ${1000} | ${50}     | ${20}   | ${'half took ten seconds'}
  ${4}    | ${1000} | ${1000} | ${250}    | ${4}    | ${'all is done'}
  ${30}   | ${10}   | ${15}   | ${0.3}    | ${45}   | ${'a slow one'}
  ${0}    | ${5}    | ${10}   | ${null}   | ${null} | ${'no time has passed to tell by'}
`('$done of $total after $seconds s: $because', ({ seconds, done, total, perSecond, end }) => {
  expect(forecastEnd({ since: at(0), at: at(seconds), done, total })).toEqual({
    perSecond,
    expectedEnd: end === null ? null : at(end),
  });
});
