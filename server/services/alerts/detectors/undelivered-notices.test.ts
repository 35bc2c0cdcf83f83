import { expect, test } from 'vitest';
import { undeliveredNotices } from './undelivered-notices.ts';

test.each`
  failed | unclear | notSetUp | told
  ${0}   | ${0}    | ${0}     | ${null}
  ${2}   | ${0}    | ${0}     | ${'2 given up'}
  ${0}   | ${1}    | ${0}     | ${'1 unclear'}
  ${3}   | ${1}    | ${9}     | ${'3 given up, 1 unclear, 9 without a mail server or an address'}
`('$failed given up, $unclear unclear, $notSetUp not sent: $told', ({ told, ...facts }) => {
  const [finding] = undeliveredNotices(facts);
  if (told === null) expect(finding).toBeUndefined();
  else expect(finding?.message).toContain(`did not arrive: ${told}.`);
});
