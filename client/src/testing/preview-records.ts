import type { OutputOf } from '#shared/api/endpoint.ts';
import type { api } from '#shared/api/index.ts';
import type { PreviewedRun, WhatIfSlice } from '#shared/api/preview.ts';
import type { PreviewedServer } from '../api/preview.ts';
import type { RatePreview } from '../api/rates.ts';
import { aSetAside, at } from './records.ts';

/** Sound replies of the preview and the what-if, with what differs. */

const ada = {
  customerId: 11,
  customerName: 'ada',
  hours: 1,
  amount: 6849n,
  balanceBefore: 5000n,
  balanceAfter: -1849n,
};

export function aPreviewedRun(over: Partial<PreviewedRun> = {}): PreviewedRun {
  return {
    at: at('21:00'),
    until: at('21:00'),
    assumesStates: true,
    assumesSwitchedOn: false,
    openRunId: null,
    firstHour: at('20:00'),
    serversDue: 2,
    serversBilled: 1,
    charges: 1,
    freeCharges: 0,
    billedHours: '1',
    amount: 6849n,
    customers: { total: 1, rows: [ada], others: { customers: 0, amount: 0n } },
    belowZero: { total: 1, rows: [ada] },
    setAside: { total: 1, reasons: [{ reason: 'no_rate', servers: 1 }], rows: [aSetAside()] },
    brakes: [],
    ...over,
  };
}

export function aPreviewedServer(over: Partial<PreviewedServer> = {}): PreviewedServer {
  return {
    serverId: 1,
    serverName: 'ada-web-1',
    customerId: 11,
    customerName: 'ada',
    packageName: 'Small',
    from: at('20:00'),
    until: at('21:00'),
    hours: 1,
    seconds: 3600,
    amount: 6849n,
    waiting: null,
    ...over,
  };
}

export function aWhatIfSlice(over: Partial<WhatIfSlice> = {}): WhatIfSlice {
  return {
    from: at('00:00', '2026-10-01'),
    until: at('00:00', '2026-11-01'),
    serversDone: 2,
    serversTotal: 2,
    customers: [
      { customerId: 11, customerName: 'ada', before: 5_000_000n, after: 6_250_000n },
      { customerId: 12, customerName: 'bram', before: 2_000_000n, after: 1_500_000n },
    ],
    packages: [{ packageId: 3, packageName: 'Small', hours: 1488, before: 7_000_000n, after: 7_750_000n }],
    heldAfter: 0,
    nextCursor: null,
    ...over,
  };
}

export function aRatePreview(over: Partial<RatePreview> = {}): RatePreview {
  return {
    servers: 4,
    customers: 2,
    ownPriced: 0,
    before: { monthlyPrice: 5_000_000n, hourlyPrice: 6849n },
    after: { monthlyPrice: 6_000_000n, hourlyPrice: 8219n },
    monthBefore: 20_000_000n,
    monthAfter: 24_000_000n,
    rise: 20,
    limitPercent: 20,
    asks: false,
    ...over,
  };
}

export function aKeptPrice(
  over: Partial<NonNullable<OutputOf<typeof api.rates.kept>['kept']>> = {},
): NonNullable<OutputOf<typeof api.rates.kept>['kept']> {
  return {
    monthlyPrice: 5_000_000n,
    since: at('19:00'),
    until: null,
    packageName: 'Small',
    packagePrice: 6_000_000n,
    reason: null,
    ...over,
  };
}
