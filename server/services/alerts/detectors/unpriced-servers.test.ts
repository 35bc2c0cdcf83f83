import { expect, test } from 'vitest';
import { unpricedServers } from './unpriced-servers.ts';

const since = new Date('2026-11-23T14:00:00Z');
const dora = { id: 4, name: 'dora-db-1' };

test.each`
  packageId | packageName | servers | examples                   | subject                   | words
  ${7}      | ${'Large'}  | ${1}    | ${[dora]}                  | ${'package:7'}            | ${'Large has no price for 1 server up since 2026-11-23 14:00 UTC at the earliest: dora-db-1.'}
  ${7}      | ${' '}      | ${5}    | ${[dora]}                  | ${'package:7'}            | ${'Package 7 has no price for 5 servers up since 2026-11-23 14:00 UTC at the earliest: dora-db-1 and 4 more.'}
  ${null}   | ${null}     | ${1}    | ${[{ ...dora, name: '' }]} | ${'set-aside:no_package'} | ${'Nobody knows the package of 1 server up since 2026-11-23 14:00 UTC at the earliest: server 4.'}
`('$subject: $words', ({ packageId, packageName, servers, examples, subject, words }) => {
  const [finding] = unpricedServers([{ packageId, packageName, servers, since, examples }]);
  expect(finding).toMatchObject({ kind: 'server_unpriced', subject });
  expect(finding?.message).toContain(words);
});

test('where every server that is up has a price nothing is found', () => {
  expect(unpricedServers([])).toEqual([]);
});
