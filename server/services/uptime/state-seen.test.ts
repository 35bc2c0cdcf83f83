import { expect, test } from 'vitest';
import type { PresentServer, SeenDetails } from './seen-server.ts';
import { stateSeen } from './state-seen.ts';

const details = (given: Partial<SeenDetails> = {}): SeenDetails => ({
  ...{ hostname: null, hypervisorName: 'hv-1', selfService: 0, neverBuilt: false },
  ...{ memoryMb: 1024, storageGb: 20, trafficGb: 1000, cpuCores: 1, owner: null },
  ...given,
});
const seen = (given: Partial<PresentServer> = {}): PresentServer => ({
  ...{ kind: 'present', id: 5, at: 100, uuid: 'u', name: 'ada-1', customerId: 11, hypervisorId: 1 },
  ...{ commissionStatus: 3, suspended: false, created: new Date(0), updated: new Date(0) },
  ...{ details: null, power: 'unasked' },
  ...given,
});
const unknown = { selfService: 0, latest: null };
const neverBuilt = {
  selfService: 0,
  latest: { firstSeenAt: 1, lastSeenAt: null, state: 'stopped' as const, customerId: 11 },
};
const existence = { powerPriced: false, billSelfService: false };
const power = { powerPriced: true, billSelfService: false };

test.each`
  seen                                                                     | known                                | rules                                      | state          | open     | because
  ${seen()}                                                                | ${unknown}                           | ${existence}                               | ${'present'}   | ${true}  | ${'it exists, and that is all that costs'}
  ${seen({ suspended: true })}                                             | ${unknown}                           | ${existence}                               | ${'suspended'} | ${true}  | ${'the flag'}
  ${seen({ suspended: true, details: details({ selfService: 1 }) })}       | ${unknown}                           | ${existence}                               | ${'native'}    | ${true}  | ${'VirtFusion bills it, suspended or not'}
  ${seen()}                                                                | ${{ ...unknown, selfService: 1 }}    | ${existence}                               | ${'native'}    | ${true}  | ${'remembered from its details'}
  ${seen()}                                                                | ${{ ...unknown, selfService: 1 }}    | ${{ ...existence, billSelfService: true }} | ${'present'}   | ${true}  | ${'ours to bill by setting'}
  ${seen({ details: details({ selfService: null }) })}                     | ${{ ...unknown, selfService: null }} | ${existence}                               | ${'present'}   | ${true}  | ${'not said is not native'}
  ${seen({ power: 'running', details: details() })}                        | ${unknown}                           | ${power}                                   | ${'running'}   | ${false} | ${'a sample'}
  ${seen({ power: 'stopped', details: details() })}                        | ${unknown}                           | ${power}                                   | ${'stopped'}   | ${false} | ${'a sample'}
  ${seen({ commissionStatus: 0 })}                                         | ${unknown}                           | ${power}                                   | ${'stopped'}   | ${true}  | ${'allocated only: nothing to run'}
  ${seen({ commissionStatus: 0 })}                                         | ${unknown}                           | ${existence}                               | ${'present'}   | ${true}  | ${'allocated, but existence is billed'}
  ${seen({ commissionStatus: 1, details: details({ neverBuilt: true }) })} | ${unknown}                           | ${power}                                   | ${'stopped'}   | ${true}  | ${'its first build is under way'}
  ${seen({ commissionStatus: 2 })}                                         | ${neverBuilt}                        | ${power}                                   | ${'stopped'}   | ${true}  | ${'its first build failed, as the last details said'}
  ${seen({ power: 'running', details: details(), suspended: true })}       | ${unknown}                           | ${power}                                   | ${'suspended'} | ${true}  | ${'a detail that says suspended'}
`('$state: $because', ({ seen: answer, known, rules, state, open }) => {
  expect(stateSeen(answer, known, rules)).toEqual({ state, open });
});

test.each`
  seen                                                 | known         | because
  ${seen()}                                            | ${unknown}    | ${'the list does not tell the power'}
  ${seen({ power: 'unknown', details: details() })}    | ${unknown}    | ${'the hypervisor did not answer'}
  ${seen()}                                            | ${neverBuilt} | ${'built meanwhile'}
  ${seen({ commissionStatus: 1 })}                     | ${unknown}    | ${'a rebuild'}
  ${seen({ commissionStatus: 1, details: details() })} | ${neverBuilt} | ${'built before, says the detail'}
`('no sighting: $because', ({ seen: answer, known }) => {
  expect(stateSeen(answer, known, power)).toBeNull();
});
