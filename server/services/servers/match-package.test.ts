import { expect, test } from 'vitest';
import { matchPackage } from './match-package.ts';

const small = { id: 1, memoryMb: 1024, storageGb: 20, trafficGb: 1000, cpuCores: 1 };
const unmetered = { ...small, id: 2, trafficGb: 0 };
const twin = { ...small, id: 3 };

test.each`
  server                          | packages                    | packageId | candidates | because
  ${small}                        | ${[small, unmetered]}       | ${1}      | ${[]}      | ${'all four are equal'}
  ${{ ...small, trafficGb: 0 }}   | ${[small, unmetered]}       | ${2}      | ${[]}      | ${'unmetered is a traffic of its own'}
  ${small}                        | ${[small, unmetered, twin]} | ${null}   | ${[1, 3]}  | ${'two fit: an admin decides'}
  ${{ ...small, memoryMb: 2048 }} | ${[small]}                  | ${null}   | ${[]}      | ${'memory differs'}
  ${{ ...small, storageGb: 30 }}  | ${[small]}                  | ${null}   | ${[]}      | ${'storage differs'}
  ${{ ...small, cpuCores: 2 }}    | ${[small]}                  | ${null}   | ${[]}      | ${'cores differ'}
  ${small}                        | ${[]}                       | ${null}   | ${[]}      | ${'there are none'}
`('$packageId, of $candidates: $because', ({ server, packages, packageId, candidates }) => {
  expect(matchPackage(server, packages)).toEqual({ packageId, candidates });
});
