import { expect, test } from 'vitest';
import type { WhatIfSlice } from '#shared/api/preview.ts';
import { addSlice } from './what-if.ts';

const slice = (over: Partial<WhatIfSlice>): WhatIfSlice => ({
  from: new Date('2026-11-01T00:00:00Z'),
  until: new Date('2026-12-01T00:00:00Z'),
  serversDone: 2,
  serversTotal: 4,
  customers: [],
  packages: [],
  heldAfter: 0,
  nextCursor: null,
  ...over,
});
const ada = { customerId: 11, customerName: 'ada' };
const small = { packageId: 3, packageName: 'Small' };

test('a customer and a package whose servers lie in two slices are one row, and the totals are the sums', () => {
  const first = addSlice(
    null,
    slice({
      customers: [{ ...ada, before: 5n, after: 6n }],
      packages: [{ ...small, hours: 720, before: 5n, after: 6n }],
      heldAfter: 1,
    }),
  );
  const both = addSlice(
    first,
    slice({
      serversDone: 4,
      customers: [
        { ...ada, before: 1n, after: 0n },
        { customerId: 12, customerName: null, before: 0n, after: 2n },
      ],
      packages: [{ ...small, hours: 10, before: 1n, after: 2n }],
    }),
  );
  expect(both).toMatchObject({
    servers: 4,
    before: 6n,
    after: 8n,
    heldAfter: 1,
    customers: [
      { ...ada, before: 6n, after: 6n },
      { customerId: 12, before: 0n, after: 2n },
    ],
    packages: [{ ...small, hours: 730, before: 6n, after: 8n }],
  });
});
