import { expect, test } from 'vitest';
import type { ReplyReader } from './judge-reply.ts';
import {
  acceptedReply,
  connectReply,
  currenciesReply,
  hourlyStatsReply,
  packagesReply,
  queueReply,
} from './replies.ts';
import { listedPage, powerOf, serverReply } from './server-replies.ts';
import { basicPackage, detail, page, simpleRow, usd } from './testing/replies-of-the-panel.ts';

/** What a reader makes of a reply. @throws what is wrong with it */
function read<T>(reader: ReplyReader<T>, reply: unknown): T {
  const told = reader.safeParse(reply);
  if (!told.success) throw told.error;
  return told.data;
}

test('a simple row is read with its instants and its owner as a VirtFusion user', () => {
  const [row] = read(listedPage(1), page(1, { total: 1 })).rows;
  expect(row).toEqual({
    id: 1,
    uuid: '1fb4b391-b360-40e7-8fe1-000000000001',
    name: 'web-1',
    commissioned: 3,
    ownerId: 3,
    hypervisorId: 7,
    suspended: false,
    protected: false,
    updated: new Date('2024-04-02T10:15:10Z'),
    created: new Date('2024-03-30T14:41:27Z'),
  });
});

test('a full row, told by commissionStatus, means the same as a simple one', () => {
  const full = { ...detail(5).data, owner: { id: 3 } };
  const [row] = read(listedPage(1), { ...page(1, { total: 1 }), data: [full] }).rows;
  expect(row).toMatchObject({ id: 5, ownerId: 3, commissioned: 3, suspended: false });
});

test.each`
  change                                                                 | because
  ${{ current_page: 2 }}                                                 | ${'another page than was asked for'}
  ${{ last_page: 3 }}                                                    | ${'three pages for two servers'}
  ${{ last_page: 0 }}                                                    | ${'no page at all'}
  ${{ total: 500 }}                                                      | ${'500 servers on one page of 200'}
  ${{ total: 3 }}                                                        | ${'three promised, two came'}
  ${{ total: 1 }}                                                        | ${'one promised, two came'}
  ${{ total: -1 }}                                                       | ${'less than none'}
  ${{ total: undefined }}                                                | ${'no total'}
  ${{ per_page: 0 }}                                                     | ${'pages of nothing'}
  ${{ data: null }}                                                      | ${'no rows'}
  ${{ data: {} }}                                                        | ${'rows that are no list'}
  ${{ data: [simpleRow(1)] }}                                            | ${'half a page'}
  ${{ data: [simpleRow(1), simpleRow(1)] }}                              | ${'one server twice'}
  ${{ data: [simpleRow(1), { ...simpleRow(2), id: undefined }] }}        | ${'a row without its id'}
  ${{ data: [simpleRow(1), { ...simpleRow(2), owner: null }] }}          | ${'a row without its owner'}
  ${{ data: [simpleRow(1), { ...simpleRow(2), created: 'yesterday' }] }} | ${'no instant'}
  ${{ data: [simpleRow(1), null] }}                                      | ${'a row of nothing'}
`('a page is refused: $because', ({ change }) => {
  expect(listedPage(1).safeParse({ ...page(1, { total: 2 }), ...change }).success).toBe(false);
});

test('a list that shrinks to nothing agrees with itself', () => {
  expect(read(listedPage(1), page(1, { total: 0 }))).toEqual({
    perPage: 200,
    lastPage: 1,
    total: 0,
    rows: [],
  });
});

test('a page past the end is empty and agrees with itself', () => {
  expect(read(listedPage(3), page(3, { total: 200 })).rows).toEqual([]);
});

test('a panel that gives fewer rows a page than were asked for says so itself', () => {
  expect(read(listedPage(2), page(2, { total: 70, perPage: 50 }))).toMatchObject({
    perPage: 50,
    lastPage: 2,
  });
});

test("the detail is read in this program's words, and its secrets and screenshots are dropped", () => {
  const server = read(serverReply(69), detail(69));
  expect(server).toEqual({
    id: 69,
    uuid: '5de5a89b-b707-41bf-a051-7af1a4e67795',
    name: 'web-1',
    hostname: 'web-1.example.com',
    ownerId: 3,
    hypervisorId: 6,
    commissionStatus: 3,
    state: 'complete',
    suspended: false,
    selfService: 0,
    deleteLevel: 0,
    built: new Date('2025-01-15T15:00:49Z'),
    created: new Date('2024-12-06T09:10:11Z'),
    updated: new Date('2025-01-15T15:00:49Z'),
    resources: { memoryMb: 1024, storageGb: 11, trafficGb: 20000, cpuCores: 2 },
    speeds: { inKbs: 125000, outKbs: 62500 },
    owner: { id: 3, extRelationId: 1042, name: 'ada', email: 'ada@example.com', suspended: false },
    hypervisor: { maintenance: false, name: 'hv-6', groupName: 'London' },
  });
});

test.each`
  quirk                                 | expected                                         | because
  ${{ network: [] }}                    | ${{ speeds: null }}                              | ${'an empty object is an array'}
  ${{ network: { interfaces: [] } }}    | ${{ speeds: null }}                              | ${'no interface yet'}
  ${{ network: undefined }}             | ${{ speeds: null }}                              | ${'left out'}
  ${{ owner: [] }}                      | ${{ owner: null }}                               | ${'an empty object is an array'}
  ${{ owner: null }}                    | ${{ owner: null }}                               | ${'nobody'}
  ${{ hypervisor: [] }}                 | ${{ hypervisor: null }}                          | ${'an empty object is an array'}
  ${{ built: null, name: '' }}          | ${{ built: null, name: '' }}                     | ${'before the first build'}
  ${{ hostname: null }}                 | ${{ hostname: null }}                            | ${'no host name'}
  ${{ suspended: 1 }}                   | ${{ suspended: true }}                           | ${'a bit for a boolean'}
  ${{ selfService: 1 }}                 | ${{ selfService: 1 }}                            | ${'VirtFusion bills it'}
  ${{ selfService: undefined }}         | ${{ selfService: null }}                         | ${'not said is not 0'}
  ${{ state: 'migrating' }}             | ${{ state: 'migrating' }}                        | ${'unknown words pass as they are'}
  ${{ created: '2025-01-15 15:00:49' }} | ${{ created: new Date('2025-01-15T15:00:49Z') }} | ${'no zone means UTC'}
`('a detail with $quirk gives $expected: $because', ({ quirk, expected }) => {
  expect(read(serverReply(69), detail(69, quirk))).toMatchObject(expected);
});

test('an owner made by hand has no external relation id', () => {
  const reply = detail(69);
  const byHand = { ...reply.data.owner, extRelationId: null };
  expect(read(serverReply(69), detail(69, { owner: byHand })).owner?.extRelationId).toBeNull();
});

test.each([
  ['another server', { id: 70 }],
  ['no resources', { settings: { resources: [] } }],
  ['a half resource', { settings: { resources: { memory: 1024, storage: 11, traffic: 200 } } }],
  ['no creation', { created: null }],
  ['no suspension flag', { suspended: undefined }],
  ['a suspension in words', { suspended: 'no' }],
])('a detail with %s is refused', (_, change) => {
  expect(serverReply(69).safeParse(detail(69, change)).success).toBe(false);
});

test.each`
  remoteState                                 | running      | because
  ${{ running: true, state: 'running' }}      | ${true}      | ${''}
  ${{ running: false, memory: [], disk: [] }} | ${false}     | ${'the emulated shape of a stopped one'}
  ${false}                                    | ${'unknown'} | ${'the hypervisor did not answer'}
  ${undefined}                                | ${'unknown'} | ${'not asked, or an old panel'}
  ${null}                                     | ${'unknown'} | ${'nothing'}
  ${[]}                                       | ${'unknown'} | ${'an empty object'}
  ${{ state: 'stopped' }}                     | ${'unknown'} | ${'a word alone proves nothing'}
  ${{ running: 'false' }}                     | ${'unknown'} | ${'a word for a boolean'}
  ${{ running: 0 }}                           | ${'unknown'} | ${'a number for a boolean'}
  ${'running'}                                | ${'unknown'} | ${'another shape'}
`('remoteState $remoteState is $running $because', ({ remoteState, running }) => {
  const power = powerOf(remoteState);
  expect(power.kind === 'known' ? power.running : power.kind).toBe(running);
});

test('packages come with their resources, and with a price in tokens from 7.1', () => {
  const priced = { ...basicPackage, id: 2, tokenValue: 500, description: 'fast' };
  expect(packagesReply.parse({ data: [basicPackage, priced] })).toEqual([
    {
      id: 1,
      name: 'Basic',
      description: null,
      enabled: true,
      memoryMb: 1024,
      storageGb: 10,
      trafficGb: 200,
      cpuCores: 1,
      speedInKbs: 0,
      speedOutKbs: 0,
    },
    expect.objectContaining({ id: 2, description: 'fast', tokenValue: 500 }),
  ]);
});

test('a package list that was cut into pages does not pass for all of it', () => {
  expect(packagesReply.safeParse({ data: [basicPackage], last_page: 2 }).success).toBe(false);
  expect(packagesReply.safeParse({ data: [basicPackage], last_page: 1 }).success).toBe(true);
});

test('a package without its memory makes the list unknown instead of shorter', () => {
  expect(packagesReply.safeParse({ data: [basicPackage, { ...basicPackage, memory: null }] }).success).toBe(
    false,
  );
});

test('the price of a token keeps its ten decimals', () => {
  expect(currenciesReply.parse({ data: [usd] })[0]).toEqual({
    id: 11,
    code: 'USD',
    tokenPrice: '0.0100000000',
    prefix: '$',
    suffix: null,
    isDefault: true,
    enabled: true,
  });
});

const unconfigured = {
  periodId: 0,
  period: 'January 2025',
  monthlyTotal: { hours: 0, value: '0.00', tokens: false },
  servers: 0,
  credit: { value: 0 },
  currency: { code: '', prefix: '', suffix: '', value: 0, currentValue: 0 },
};
const configured = {
  ...unconfigured,
  period: 'June 2025',
  monthlyTotal: { hours: 1234, tokens: '1690.4110', value: '1,690.41' },
  credit: { tokens: '12345.6789', value: '12,345.68' },
  currency: { code: 'USD', value: '0.0100000000', currentValue: '0.0100000000' },
};

test('an account that is not configured has no balance, which is not zero', () => {
  expect(hourlyStatsReply.parse({ data: unconfigured })).toEqual({
    period: 'January 2025',
    balanceTokens: null,
    monthlyHours: 0,
    monthlyTokens: null,
    currency: null,
  });
});

test.each`
  tokens          | balance
  ${'12345.6789'} | ${'12345.6789'}
  ${'-3.5000'}    | ${'-3.5000'}
  ${0}            | ${'0'}
  ${'0.0000'}     | ${'0.0000'}
  ${-12.5}        | ${'-12.5'}
`('the balance $tokens is read as $balance', ({ tokens, balance }) => {
  const stats = hourlyStatsReply.parse({ data: { ...configured, credit: { tokens } } });
  expect(stats).toMatchObject({
    balanceTokens: balance,
    monthlyTokens: '1690.4110',
    currency: { code: 'USD', tokenPrice: '0.0100000000' },
  });
});

test.each(['12,345.6789', 'NaN', true, { amount: '1' }])('the balance %s is refused', (tokens) => {
  expect(hourlyStatsReply.safeParse({ data: { ...configured, credit: { tokens } } }).success).toBe(false);
});

test('an answer about credit without any credit in it is refused', () => {
  expect(hourlyStatsReply.safeParse({ data: { ...configured, credit: undefined } }).success).toBe(false);
});

test('connect may answer with an empty list or an empty object', () => {
  expect(connectReply.safeParse([]).success).toBe(true);
  expect(connectReply.safeParse({}).success).toBe(true);
  expect(connectReply.safeParse('ok').success).toBe(false);
});

test('a queue item is under way until it has finished', () => {
  const data = {
    id: 158,
    serverId: 69,
    action: 'build_server',
    started: null,
    finished: null,
    failed: false,
  };
  expect(queueReply.parse({ data })).toMatchObject({ finished: null, failed: false });
  const finished = '2025-01-15T15:00:49+00:00';
  expect(queueReply.parse({ data: { ...data, finished } }).finished).toEqual(new Date(finished));
  expect(acceptedReply.parse({ data: { queueId: 171 } })).toEqual({ queueId: 171 });
});
