import type { ListedRate } from '../rates/rate-rows.ts';
import type { ServerDetail } from './server-rows.ts';

export type PriceStep = ServerDetail['priceHistory'][number];
type Package = ServerDetail['packageHistory'][number];
type Dated = Pick<
  ListedRate,
  'id' | 'packageId' | 'serverId' | 'effectiveFrom' | 'monthlyPrice' | 'hourlyPrice' | 'reason' | 'createdBy'
>;

/**
 * What a server costs from when on, newest first: its own price once it has one, else its package's, as the engine
 * chooses it for an hour that begins then. Times with the same price are one step.
 */
export function priceHistory({
  packages,
  rates,
}: {
  packages: readonly Package[];
  rates: readonly Dated[];
}): PriceStep[] {
  const since = packages.reduce(
    (least, { from }) => Math.min(least, from.getTime()),
    Number.POSITIVE_INFINITY,
  );
  const changes = [
    ...packages.map(({ from }) => from.getTime()),
    ...rates.map(({ effectiveFrom }) => Math.max(effectiveFrom.getTime(), since)),
  ].filter(Number.isFinite);
  const steps: PriceStep[] = [];
  for (const at of [...new Set(changes)].sort((a, b) => a - b)) {
    const step = stepAt(at, packages, rates);
    const last = steps.at(-1);
    if (last && last.rateId === step.rateId && last.packageName === step.packageName) continue;
    if (last) last.until = step.from;
    steps.push(step);
  }
  return steps.reverse();
}

function stepAt(at: number, packages: readonly Package[], rates: readonly Dated[]): PriceStep {
  const pack = newest(packages, at, ({ from }) => from);
  const own = newest(
    rates.filter(({ serverId }) => serverId !== null),
    at,
    ({ effectiveFrom }) => effectiveFrom,
  );
  const rate =
    own ??
    newest(
      rates.filter(({ packageId }) => packageId !== null && packageId === pack?.packageId),
      at,
      ({ effectiveFrom }) => effectiveFrom,
    );
  return {
    from: new Date(at),
    until: null,
    of: own ? 'server' : rate ? 'package' : 'none',
    rateId: rate?.id ?? null,
    packageName: pack?.packageName ?? null,
    monthlyPrice: rate?.monthlyPrice ?? null,
    hourlyPrice: rate?.hourlyPrice ?? null,
    reason: rate?.reason ?? null,
    setBy: rate?.createdBy ?? null,
  };
}

/** The row in force at an instant: the one that began last. */
function newest<Row>(rows: readonly Row[], at: number, fromOf: (row: Row) => Date): Row | undefined {
  return rows
    .filter((row) => fromOf(row).getTime() <= at)
    .reduce<Row | undefined>((last, row) => (last && fromOf(last) > fromOf(row) ? last : row), undefined);
}
