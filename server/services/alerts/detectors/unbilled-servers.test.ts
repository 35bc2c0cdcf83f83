import { expect, test } from 'vitest';
import { unbilledServers } from './unbilled-servers.ts';

const examples = [
  { id: 3, name: 'ada-web-1' },
  { id: 5, name: '' },
];

test.each`
  servers | message
  ${0}    | ${null}
  ${2}    | ${'2 servers of VirtFusion are billed by nobody for hours, and no reason is known: ada-web-1, server 5. Open one to see when it was last seen.'}
  ${9}    | ${'9 servers of VirtFusion are billed by nobody for hours, and no reason is known: ada-web-1, server 5 and 7 more. Open one to see when it was last seen.'}
`('$servers forgotten servers are one finding', ({ servers, message }) => {
  const found = unbilledServers({ servers, examples: servers === 0 ? [] : examples });
  expect(found.map((finding) => finding.message)).toEqual(message === null ? [] : [message]);
});
